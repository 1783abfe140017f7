import BandUpCore

/// Sentences of a text, for counting and for taking it apart: rough, as learners' punctuation is.
package enum TextSentences {
    /// A sentence ends behind `.`, `!`, `?` or `…` before white space, and at a line's end. Each has a letter or digit.
    package static func split(_ text: String) -> [Substring] {
        var sentences: [Substring] = []
        var start = text.startIndex
        var isBehindStop = false
        func end(at index: String.Index) {
            let sentence = text[start..<index]
            if sentence.contains(where: { $0.isLetter || $0.isNumber }) { sentences.append(sentence) }
        }
        for index in text.indices {
            let character = text[index]
            if character.isNewline || (isBehindStop && character.isWhitespace) {
                end(at: index)
                start = text.index(after: index)
                isBehindStop = false
            } else if ".!?…".contains(character) {
                isBehindStop = true
            } else if !"\"'”’)]".contains(character) {
                isBehindStop = false
            }
        }
        end(at: text.endIndex)
        return sentences
    }
}
