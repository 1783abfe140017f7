/// The headers that are signed: names in lower case and sorted, values of the same name joined with commas, white space
/// folded.
struct CanonicalHeaders {
    private var fields: [(name: String, value: String)] = []

    /// - Parameter host: the value of the `Host` header, which the transport adds.
    init(_ headers: HTTPHeaders, host: String) {
        fields.reserveCapacity(headers.fields.count + 1)
        var hasHost = false
        for field in headers.fields {
            let name = Self.lowercased(field.name)
            guard !Self.isUnsigned(name) else { continue }
            hasHost = hasHost || name == "host"
            insert(name, field.value)
        }
        if !hasHost { insert("host", host) }
    }

    /// Keeps `fields` sorted; behind those of the same name, whose order counts. There are rarely more than ten.
    private mutating func insert(_ name: String, _ value: String) {
        var index = fields.endIndex
        while index > 0, name < fields[index - 1].name { index -= 1 }
        fields.insert((name, value), at: index)
    }

    /// `content-type;host;x-amz-date`; `separator` is `%3B` inside a query.
    func appendNames(to bytes: inout [UInt8], separator: StaticString = ";") {
        var previous: String?
        for field in fields where field.name != previous {
            if previous != nil { bytes.append(contentsOf: separator.bytes) }
            bytes.append(contentsOf: field.name.utf8)
            previous = field.name
        }
    }

    /// One line for each name, each with its line break.
    func appendLines(to bytes: inout [UInt8]) {
        var previous: String?
        for field in fields {
            if field.name == previous {
                bytes.append(UInt8(ascii: ","))
            } else {
                if previous != nil { bytes.append(UInt8(ascii: "\n")) }
                bytes.append(contentsOf: field.name.utf8)
                bytes.append(UInt8(ascii: ":"))
            }
            Self.appendFolded(field.value, to: &bytes)
            previous = field.name
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Without white space at either end, and with one space in place of any run inside.
    private static func appendFolded(_ value: String, to bytes: inout [UInt8]) {
        // A session token is a thousand bytes without any: worth a look (which the compiler vectorises, as it has no
        // early exit) before taking it byte by byte.
        let mayHaveSpace = value.utf8.withContiguousStorageIfAvailable { $0.reduce(false) { $0 || $1 <= 0x20 } } ?? true
        guard mayHaveSpace else {
            bytes.append(contentsOf: value.utf8)
            return
        }
        let start = bytes.endIndex
        var isPending = false
        for byte in value.utf8 {
            if isSpace(byte) {
                isPending = bytes.endIndex > start
            } else {
                if isPending { bytes.append(0x20) }
                isPending = false
                bytes.append(byte)
            }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private static func lowercased(_ name: String) -> String {
        name.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } ? name.lowercased() : name
    }

    /// Headers that proxies and transports add or change on the way; the list is botocore's.
    private static func isUnsigned(_ name: String) -> Bool {
        switch name {
        case "baggage", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "te",
            "traceparent", "tracestate", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id":
            true
        default: false
        }
    }
}

extension StaticString {
    /// The text's UTF-8 bytes.
    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
    }
}
