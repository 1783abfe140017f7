import Base

/// The X-Ray header as AWS calls carry it.
enum TraceHeader {
    /// Of the invocation that runs now; nil outside of any, and where tracing sent none.
    static var current: String? { InvocationScope.current?.traceHeader.map(encoded) }

    /// Percent-encoded but for what a trace header is made of, as the SDKs do (botocore 1.44
    /// `add_recursion_detection_header`): nothing that Lambda hands over can break out of a header's line.
    private static func encoded(_ header: String) -> String {
        header.utf8.reduce(into: "") { text, byte in
            let isLetter = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            if isLetter || byte.isLowercaseLetterOrDigit || "-=;:+&[]{}\"',_.~".utf8.contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                text += "%\(hex.utf8.count == 1 ? "0" : "")\(hex)"
            }
        }
    }
}
