/// Scheme, host, port and base path of a service: what an endpoint variable such as `AWS_ENDPOINT_URL_S3` names.
public struct HTTPEndpoint: Sendable, Hashable, CustomStringConvertible {
    public enum Scheme: String, Sendable {
        case http, https
    }

    package let scheme: Scheme
    package let host: String
    /// Absent when it is the scheme's default port.
    package let port: Int?
    /// Without a trailing slash; empty for the root.
    package let basePath: String

    public init(scheme: Scheme, host: String, port: Int? = nil, basePath: String = "") {
        self.scheme = scheme
        self.host = host
        let defaultPort = scheme == .https ? 443 : 80
        self.port = port == defaultPort ? nil : port
        self.basePath = basePath.hasSuffix("/") ? String(basePath.dropLast()) : basePath
    }

    /// Reads `http://host[:port][/base]` or the same with `https`; nil for anything else, a query or user info included.
    public init?(_ text: String) {
        let scheme: Scheme
        var rest: Substring
        if text.hasPrefix("https://") {
            (scheme, rest) = (.https, text.dropFirst(8))
        } else if text.hasPrefix("http://") {
            (scheme, rest) = (.http, text.dropFirst(7))
        } else {
            return nil
        }
        guard !rest.contains(where: { $0 == "?" || $0 == "#" || $0 == "@" || $0.isWhitespace }) else { return nil }
        var basePath = ""
        if let slash = rest.firstIndex(of: "/") {
            basePath = String(rest[slash...])
            rest = rest[..<slash]
        }
        var port: Int?
        // The colon of a port stands behind the bracket of an IPv6 address.
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
            guard let number = Int(rest[rest.index(after: colon)...]), (1...65535).contains(number) else { return nil }
            port = number
            rest = rest[..<colon]
        }
        guard Self.isHost(rest) else { return nil }
        self.init(scheme: scheme, host: rest.lowercased(), port: port, basePath: basePath)
    }

    /// A name, an IPv4 address, or an IPv6 address in brackets, as far as the characters tell.
    private static func isHost(_ text: Substring) -> Bool {
        let isAddress = text.hasPrefix("[") && text.hasSuffix("]")
        let bytes = isAddress ? text.dropFirst().dropLast().utf8 : text.utf8
        return !bytes.isEmpty
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                case UInt8(ascii: "_"), UInt8(ascii: "~"): !isAddress
                case UInt8(ascii: ":"): isAddress
                default: false
                }
            }
    }

    /// The value of the `Host` header: with the port only where it is not the scheme's own.
    package var authority: String {
        port.map { "\(host):\($0)" } ?? host
    }

    public var description: String {
        "\(scheme.rawValue)://\(authority)\(basePath)"
    }
}
