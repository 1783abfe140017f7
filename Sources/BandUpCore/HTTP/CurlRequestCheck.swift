/// Refuses what could not go over the wire as it is: a line break in a header would begin a header of its own, and a
/// `#` in the path would end the URL there.
enum CurlRequestCheck {
    /// - Throws: `.transport`, with a reason that names no value from the request.
    static func check(_ request: HTTPRequest) throws(HTTPClientError) {
        let endpoint = request.endpoint
        guard !endpoint.host.isEmpty, endpoint.host.utf8.allSatisfy(isHostByte) else {
            throw .transport(reason: "the host holds a character that no host name has")
        }
        guard endpoint.port.map({ (1...65535).contains($0) }) ?? true else {
            throw .transport(reason: "the port is out of range")
        }
        guard request.path.utf8.first == UInt8(ascii: "/"), request.target.utf8.first == UInt8(ascii: "/"),
            request.target.utf8.allSatisfy(isTargetByte)
        else {
            throw .transport(reason: "the path or query is not percent-encoded")
        }
        guard request.method != .head || request.body.isEmpty else {
            throw .transport(reason: "a HEAD request has no body")
        }
        for field in request.headers.fields {
            try check(field, contentLength: request.body.contentLength)
        }
    }

    private static func check(_ field: HTTPHeaders.Field, contentLength: Int) throws(HTTPClientError) {
        guard !field.name.isEmpty, field.name.utf8.allSatisfy(isTokenByte) else {
            throw .transport(reason: "a header's name is not a token")
        }
        guard field.value.utf8.allSatisfy(isFieldByte) else {
            throw .transport(reason: "the value of a header holds a control character")
        }
        switch field.name.lowercased() {
        case "content-length" where field.value != "\(contentLength)":
            throw .transport(reason: "Content-Length is not the body's length")
        case "transfer-encoding", "expect":
            throw .transport(reason: "framing headers are the transport's own")
        default: break
        }
    }

    /// RFC 9110 section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    /// RFC 9110 section 5.5: visible characters, spaces, tabs and bytes above ASCII.
    private static func isFieldByte(_ byte: UInt8) -> Bool {
        byte == 0x09 || (byte >= 0x20 && byte != 0x7F)
    }

    /// Letters, digits, and the punctuation of names and of IPv6 addresses in brackets.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "-._~:[]".utf8.contains(byte)
    }

    /// Visible ASCII without `#`, which begins a fragment.
    private static func isTargetByte(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "#")
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
