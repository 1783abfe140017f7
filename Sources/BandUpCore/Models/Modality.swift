/// What kind of content tokens stand for; prices differ by it.
package enum Modality: Sendable, Hashable, Codable {
    case unspecified
    case text
    case image
    case video
    case audio
    case document
    case unknown(String)
}

extension Modality: OpenWireEnum {
    static let names: [(String, Modality)] = [
        ("MODALITY_UNSPECIFIED", .unspecified), ("TEXT", .text), ("IMAGE", .image), ("VIDEO", .video),
        ("AUDIO", .audio), ("DOCUMENT", .document),
    ]

    var unknownName: String? {
        if case .unknown(let name) = self { name } else { nil }
    }
}
