package import FoundationEssentials

extension JSONEncoder {
    /// Keys in order and slashes as they are: the same value is always the same text.
    package static var canonical: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
