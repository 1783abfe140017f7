import BandUpCore

/// Sentences of a text, for counting and for taking it apart: rough, as learners' punctuation is.
package enum TextSentences {
    /// A sentence ends behind `.`, `!`, `?` or `…` before white space or where the space was forgotten, and at a line's
    /// end, unless the line is one of a text that was broken at its right edge. Each has a letter or digit.
    package static func split(_ text: String) -> [Substring] {
        var sentences: [Substring] = []
        var start = text.startIndex
        var lineStart = text.startIndex
        var isBehindStop = false
        var gaps = MissingSpaces.places(in: text)[...]
        func end(at index: String.Index) {
            let sentence = text[start..<index]
            if sentence.contains(where: { $0.isLetter || $0.isNumber }) { sentences.append(sentence) }
        }
        for index in text.indices {
            let character = text[index]
            while let gap = gaps.first, gap < index { gaps.removeFirst() }
            if character.isNewline {
                if isBehindStop || !isBroken(text, line: lineStart..<index) {
                    end(at: index)
                    start = text.index(after: index)
                    isBehindStop = false
                }
                lineStart = text.index(after: index)
            } else if isBehindStop, character.isWhitespace || gaps.first == index, !isAbbreviated(text[start..<index]) {
                end(at: index)
                start = character.isWhitespace ? text.index(after: index) : index
                isBehindStop = false
            } else if ".!?…。！？".contains(character) {
                isBehindStop = true
            } else if !"\"'”’)]".contains(character) {
                isBehindStop = false
            }
        }
        end(at: text.endIndex)
        return sentences
    }

    /// Lines that end at a page's edge and not at a paragraph's end have at least so many characters.
    private static let leastBrokenLine = 40

    /// Whether a text goes on in the next line: this one is long, and that one follows at once and is no item of a list.
    private static func isBroken(_ text: String, line: Range<String.Index>) -> Bool {
        let next = text.index(after: line.upperBound)
        guard next < text.endIndex, text[next].isLetter || text[next].isNumber || "\"“‘(".contains(text[next]) else {
            return false
        }
        return text.distance(from: line.lowerBound, to: line.upperBound) >= leastBrokenLine
            && text[line].last(where: { !$0.isWhitespace }) != ":"
    }

    /// Whether a full stop is an abbreviation's.
    private static func isAbbreviated(_ text: Substring) -> Bool {
        guard text.hasSuffix(".") else { return false }
        let word = text.dropLast().reversed().prefix { $0.isLetter || $0 == "." }
        return abbreviations.contains(String(word.reversed()).lowercased())
    }

    /// Such as stand inside a sentence.
    private static let abbreviations: Set<String> = [
        "e.g", "i.e", "eg", "ie", "vs", "mr", "mrs", "ms", "dr", "prof", "st", "no", "fig", "approx", "cf", "incl",
        "viz",
    ]
}
