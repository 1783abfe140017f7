/// Finds the ends of paragraphs, which a PDF's text does not mark: it is lines only.
///
/// In running text a paragraph's last line is shorter than its neighbours and ends a sentence; a heading is a short
/// line above a longer one, at the top or after a paragraph's end. A paragraph whose last line happens to be full is
/// missed. The breaks only make better places to divide the text, so an error costs little.
enum ParagraphBreaks {
    /// `text` with a second line feed wherever a paragraph ends.
    static func inserted(into text: ArraySlice<UInt8>) -> [UInt8] {
        let lines = text.split(separator: lineFeed, omittingEmptySubsequences: false)
        var result: [UInt8] = []
        result.reserveCapacity(text.count + lines.count / 4)
        var isBreak = true
        for (index, line) in lines.enumerated() {
            result.append(contentsOf: line)
            guard index + 1 < lines.count else { break }
            result.append(lineFeed)
            let next = lines[index + 1]
            guard !line.isEmpty, !next.isEmpty else {
                isBreak = true
                continue
            }
            let previousLength = index > 0 ? lines[index - 1].count : 0
            if endsSentence(line) {
                isBreak = line.count * 4 < max(previousLength, next.count) * 3
            } else {
                isBreak = isBreak && line.count * 2 < next.count
            }
            if isBreak { result.append(lineFeed) }
        }
        return result
    }

    /// A full stop, question or exclamation mark, behind which brackets and quotation marks may stand.
    private static func endsSentence(_ line: ArraySlice<UInt8>) -> Bool {
        for byte in line.reversed().prefix(4) {
            switch byte {
            case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return true
            // ASCII closers, and the bytes of U+2019 and U+201D.
            case UInt8(ascii: ")"), UInt8(ascii: "\""), UInt8(ascii: "'"), 0xE2, 0x80, 0x99, 0x9D: continue
            default: return false
            }
        }
        return false
    }

    private static let lineFeed = UInt8(ascii: "\n")
}
