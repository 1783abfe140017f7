import BandUpCore
import Base

/// The words of a text as comparisons need them.
package enum TextWords {
    /// In lower case, in plain letters, with one kind of apostrophe, without punctuation.
    package static func folded(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars.lazy.map(CompatibleLetters.plain) {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar.properties.generalCategory == .nonspacingMark
            {
                word.unicodeScalars.append(scalar)
            } else if scalar == "'" || scalar == "\u{2019}", !word.isEmpty {
                word.append("'")
            } else if UntrustedText.isVisible(scalar), !word.isEmpty {
                words.append(finished(word))
                word = ""
            }
        }
        if !word.isEmpty { words.append(finished(word)) }
        return words
    }

    private static func finished(_ word: String) -> String {
        var word = word.lowercased()
        while word.hasSuffix("'") { word.removeLast() }
        return word
    }
}
