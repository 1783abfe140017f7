/// Why a question was not answered at all.
package enum BlockReason: Sendable, Hashable, Codable {
    case unspecified
    case safety
    case other
    case blocklist
    case prohibitedContent
    case imageSafety
    case unknown(String)
}

extension BlockReason: OpenWireEnum {
    static let names: [(String, BlockReason)] = [
        ("BLOCKED_REASON_UNSPECIFIED", .unspecified), ("SAFETY", .safety), ("OTHER", .other),
        ("BLOCKLIST", .blocklist), ("PROHIBITED_CONTENT", .prohibitedContent), ("IMAGE_SAFETY", .imageSafety),
    ]

    /// The API's two references spell this name in two ways.
    var isUnspecified: Bool { self == .unspecified || self == .unknown("BLOCK_REASON_UNSPECIFIED") }

    var unknownName: String? {
        if case .unknown(let name) = self { name } else { nil }
    }
}
