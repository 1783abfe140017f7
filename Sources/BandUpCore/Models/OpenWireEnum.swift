import Base

/// An enum of names that the API defines and goes on adding to: a name it does not know becomes `.unknown`, so that a
/// new one never makes an answer unreadable.
protocol OpenWireEnum: Hashable, Sendable, Codable {
    static var names: [(String, Self)] { get }
    static func unknown(_ name: String) -> Self
    /// The name inside `.unknown`.
    var unknownName: String? { get }
}

extension OpenWireEnum {
    init(wireName: String) {
        // What is not a plain name does not get any further: errors and logs show it.
        self = Self.names.first { $0.0 == wireName }?.1 ?? .unknown(LogField.sanitized(wireName))
    }

    var wireName: String {
        unknownName ?? Self.names.first { $0.1 == self }?.0 ?? ""
    }

    package init(from decoder: any Decoder) throws {
        self.init(wireName: try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wireName)
    }
}
