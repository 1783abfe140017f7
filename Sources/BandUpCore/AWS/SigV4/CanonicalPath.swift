/// A request's path as it stands in the canonical request.
enum CanonicalPath {
    /// S3's rule: a key may hold `//`, `.` and `..` segments, so the path is signed as it goes over the wire. Every other
    /// service normalises the path and percent-encodes what is already percent-encoded.
    static func append(base: String, path: String, for service: AWSService, to bytes: inout [UInt8]) {
        if service == .s3 {
            bytes.append(contentsOf: base.utf8)
            bytes.append(contentsOf: path.utf8)
        } else if base.isEmpty, path == "/" {
            bytes.append(UInt8(ascii: "/"))
        } else {
            appendNormalized(Array((base + path).utf8), to: &bytes)
        }
    }

    /// Removes `.` segments, resolves `..` and drops empty segments.
    private static func appendNormalized(_ path: [UInt8], to bytes: inout [UInt8]) {
        let slash = UInt8(ascii: "/")
        var segments: [ArraySlice<UInt8>] = []
        for segment in path.split(separator: slash) {
            if segment.elementsEqual(CollectionOfOne(UInt8(ascii: "."))) { continue }
            if segment.elementsEqual("..".utf8) {
                _ = segments.popLast()
            } else {
                segments.append(segment)
            }
        }
        for segment in segments {
            bytes.append(slash)
            for byte in segment { PercentEncoding.append(byte, to: &bytes, keepingSlash: false) }
        }
        if segments.isEmpty || path.last == slash { bytes.append(slash) }
    }
}
