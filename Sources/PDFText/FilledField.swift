/// What somebody typed into a field of a form, a line of it, and where it stands.
struct FilledField {
    let text: String
    let box: TextBox

    /// As a word that is a line of its own.
    func word(into bytes: inout [UInt8]) -> PlacedWord {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        return PlacedWord(
            box: box, start: start, end: bytes.count, direction: .right,
            isRightToLeft: text.unicodeScalars.contains { WordReader.isRightToLeft($0.value) }, isGlued: false,
            endsLine: true)
    }
}
