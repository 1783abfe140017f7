/// The words of a text that carry its content, as stems: what tells whether two short texts say the same, and whether
/// one is taken from the other.
package struct ContentWords: Sendable, Hashable {
    /// Words without stop words, each cut to the stem that its inflected forms share.
    package let stems: Set<String>
    /// Numbers, without thousands separators; those written as words are among them as figures.
    package let numbers: Set<String>

    package init(_ text: String) {
        var stems: Set<String> = []
        var numbers = Self.numbers(in: text)
        WordScanner.scan(text) { bytes in
            let word = String(decoding: bytes, as: UTF8.self).lowercased()
            if let number = Self.numberWords[word] { numbers.insert(number) }
            guard word.unicodeScalars.count >= 3 || !word.utf8.allSatisfy({ $0 < 0x80 }), !StopWords.contains(word)
            else { return }
            stems.insert(Self.stem(word))
        }
        self.stems = stems
        self.numbers = numbers
    }

    private init(stems: Set<String>, numbers: Set<String>) {
        self.stems = stems
        self.numbers = numbers
    }

    /// The words with letters outside ASCII alone: of a text in English about one in Vietnamese, the terms of that.
    package var foreignTerms: ContentWords {
        ContentWords(stems: stems.filter { !$0.utf8.allSatisfy { $0 < 0x80 } }, numbers: [])
    }

    package var isEmpty: Bool { stems.isEmpty && numbers.isEmpty }

    /// The share of this text's words and numbers that `source` has too, 0 to 1; 1 for a text without any.
    package func share(in source: ContentWords) -> Double {
        guard !isEmpty else { return 1 }
        let found = stems.intersection(source.stems).count + numbers.intersection(source.numbers).count
        return Double(found) / Double(stems.count + numbers.count)
    }

    /// How much the two have in common of what both have together (Jaccard), 0 to 1. Texts whose numbers differ are not
    /// alike, however many words they share: "in 1990" and "in 2000" are two questions.
    package func likeness(to other: ContentWords) -> Double {
        guard numbers == other.numbers else { return 0 }
        let union = stems.union(other.stems).count
        return union > 0 ? Double(stems.intersection(other.stems).count) / Double(union) : 0
    }

    /// The word without English endings; crude, and the same for all forms of a word more often than not.
    private static func stem(_ word: String) -> String {
        guard word.utf8.allSatisfy({ $0 < 0x80 }) else { return word }
        for ending in endings where word.hasSuffix(ending) && word.count - ending.count >= 4 {
            return String(word.dropLast(ending.count))
        }
        return word
    }

    private static let endings = [
        "ations", "ation", "ments", "ment", "ingly", "ings", "ing", "edly", "ness", "ions", "ion", "ies", "ied", "ers",
        "ity", "ed", "er", "es", "ly", "al", "s", "y", "e",
    ]

    /// "one" is a pronoun more often than a number.
    private static let numberWords = [
        "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
        "ten": "10", "eleven": "11", "twelve": "12", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50",
        "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
    ]

    private static func numbers(in text: String) -> Set<String> {
        var result: Set<String> = []
        var number = ""
        var pending = ""
        for scalar in text.unicodeScalars {
            if ("0"..."9").contains(scalar) {
                if !number.isEmpty, pending == "." { number += pending }
                pending = ""
                number.unicodeScalars.append(scalar)
            } else if !number.isEmpty, pending.isEmpty, scalar == "," || scalar == "." {
                pending.unicodeScalars.append(scalar)
            } else {
                if !number.isEmpty { result.insert(number) }
                (number, pending) = ("", "")
            }
        }
        if !number.isEmpty { result.insert(number) }
        return result
    }
}

extension ContentWords {
    /// Whether a text is written in English, judged by the share of its commonest words, which make a quarter of any
    /// English prose and next to nothing of other languages.
    package static func isEnglish(_ text: String) -> Bool {
        var words = 0
        var common = 0
        for word in text.split(whereSeparator: { !$0.isLetter && $0 != "'" }) {
            words += 1
            if word.count <= 4, commonest.contains(word.lowercased()) { common += 1 }
        }
        return words > 0 && common * 100 >= words * 12
    }

    private static let commonest: Set<String> = [
        "the", "of", "and", "to", "in", "is", "are", "was", "that", "for", "it", "as", "with", "on", "by", "this",
    ]
}
