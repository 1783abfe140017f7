import BandUpCore

/// Counts words the way examiners do.
package enum WordCounter {
    /// Words are what stands between white space (or dashes as long as an em dash, which are set without spaces) and
    /// has a letter or a digit: "well-known" and "don't" are one word each, a lone "-" or "&" is none. A stop or comma
    /// with the space behind it forgotten parts words too (`MissingSpaces`). What is counted is what a reader sees
    /// (`ReadersText`).
    package static func count(_ text: String) -> Int {
        let text = ReadersText.of(text)
        var gaps = MissingSpaces.places(in: text)[...]
        var count = 0
        var isInsideWord = false
        for index in text.unicodeScalars.indices {
            let scalar = text.unicodeScalars[index]
            if index == gaps.first {
                gaps.removeFirst()
                isInsideWord = false
            }
            if scalar.properties.isWhitespace || scalar == "\u{2014}" || scalar == "\u{2015}" {
                isInsideWord = false
            } else if !isInsideWord, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                isInsideWord = true
                count += 1
            }
        }
        return count
    }
}
