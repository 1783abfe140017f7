/// Eight characters of a JSON text, looked at together.
struct EightBytes {
    private let word: UInt64
    private static let lowBits: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    init(_ word: UInt64) {
        self.word = word
    }

    /// Whether one of them is a control character, a quotation mark or a backslash.
    var hasStringSyntax: Bool {
        let controls = (word &- 0x2020_2020_2020_2020) & ~word
        return (controls | zeros(word ^ 0x2222_2222_2222_2222) | zeros(word ^ 0x5C5C_5C5C_5C5C_5C5C))
            & Self.highBits != 0
    }

    /// Whether one of them belongs to a character of several bytes.
    var hasMultibyteCharacter: Bool {
        word & Self.highBits != 0
    }

    /// The high bit of a byte that is zero; bytes above it may have theirs too, which makes no difference here.
    private func zeros(_ word: UInt64) -> UInt64 {
        (word &- Self.lowBits) & ~word
    }
}
