import BandUpCore
/// Where a word begins right behind a full stop or comma: learners in haste, and texts that lost their line ends, leave the
/// space out (`the end.Next,we`). A stop inside a number, an address or an abbreviation parts nothing.
enum MissingSpaces {
    /// The first scalars of such words.
    static func places(in text: String) -> [String.Index] {
        let indices = Array(text.unicodeScalars.indices)
        let scalars = indices.map { text.unicodeScalars[$0] }
        var places: [String.Index] = []
        for run in scalars.indices.split(whereSeparator: { scalars[$0].properties.isWhitespace }) where run.count > 2 {
            let word = Run(scalars[run.startIndex..<run.endIndex])
            guard !word.isAddress else { continue }
            places += word.gaps.map { indices[$0] }
        }
        return places
    }

    private static let stops = Set(".,;:!?\u{2026}。，、；：！？".unicodeScalars)
    private static let closers = Set("\"')]}%°\u{2019}\u{201D}\u{BB}.!?\u{2026}".unicodeScalars)
    private static let openers = Set("\"([{\u{2018}\u{201C}\u{AB}".unicodeScalars)
    /// What follows a stop in the names of hosts and files.
    private static let suffixes: Set<String> = [
        "com", "org", "net", "edu", "gov", "info", "io", "co", "uk", "eu", "au", "vn", "cn", "jp", "kr", "fr", "ru",
        "html",
        "htm", "php", "asp", "js", "py", "pdf", "doc", "docx", "txt", "md", "csv", "xls", "xlsx", "ppt", "pptx", "jpg",
        "jpeg", "png", "gif", "mp3", "mp4", "zip", "exe",
    ]
    /// Dots, quotation marks and brackets between two words.
    private static let mostMarks = 6
    /// What stands before a number.
    private static let numbered: Set<String> = [
        "no", "nr", "nos", "fig", "figs", "vol", "sec", "ch", "eq", "art", "pp",
    ]

    /// Scalars between white space.
    private struct Run {
        private let scalars: ArraySlice<Unicode.Scalar>

        init(_ scalars: ArraySlice<Unicode.Scalar>) {
            self.scalars = scalars
        }

        /// A URL or an e-mail address.
        var isAddress: Bool {
            let text = String(String.UnicodeScalarView(scalars)).lowercased()
            return text.contains("://") || text.contains("www.") || (text.contains("@") && text.contains("."))
        }

        var gaps: [Int] {
            (scalars.startIndex + 1..<scalars.endIndex - 1).compactMap { index in
                guard stops.contains(scalars[index]), !stops.contains(scalars[index + 1]) else { return nil }
                return beginning(behind: index)
            }
        }

        /// Where a word begins behind the stop at `index`, if one does.
        private func beginning(behind index: Int) -> Int? {
            var left = index - 1
            while left > scalars.startIndex, index - left < mostMarks, closers.contains(scalars[left]) { left -= 1 }
            var right = index + 1
            while right < scalars.endIndex - 1, right - index < mostMarks, openers.contains(scalars[right]) {
                right += 1
            }
            guard isWordPart(scalars[left]), isWordPart(scalars[right]) else { return nil }
            let isPlain = left == index - 1 && right == index + 1
            return parts(scalars[index], self.word(endingAt: left), self.word(startingAt: right), isPlain) ? right : nil
        }

        /// - Parameter isPlain: whether nothing but the stop stands between the words.
        private func parts(
            _ stop: Unicode.Scalar, _ before: ArraySlice<Unicode.Scalar>, _ after: ArraySlice<Unicode.Scalar>,
            _ isPlain: Bool
        ) -> Bool {
            let isNumberBefore = before.last.map(isDigit) ?? false
            let isNumberAfter = after.first.map(isDigit) ?? false
            if isNumberBefore, isNumberAfter { return !stop.isASCII }
            switch stop {
            case ".": return !isPlain || partsAtFullStop(before, after, isNumberBefore, isNumberAfter)
            case ":": return before.count > 1 && after.count > 1 && !isNumberBefore && !isNumberAfter
            default: return true
            }
        }

        private func partsAtFullStop(
            _ before: ArraySlice<Unicode.Scalar>, _ after: ArraySlice<Unicode.Scalar>, _ isNumberBefore: Bool,
            _ isNumberAfter: Bool
        ) -> Bool {
            let (first, second) = (text(before), text(after))
            if isNumberAfter { return before.count > 2 && !numbered.contains(first.lowercased()) }
            if isNumberBefore { return after.count > 1 && !["am", "pm"].contains(second.lowercased()) }
            // Initials and abbreviations: e.g, U.S, J.Smith.
            guard before.count > 1 else { return false }
            if after.count == 1 {
                let isEnd = after.endIndex == scalars.endIndex || scalars[after.endIndex] != "."
                return ["I", "i", "A", "a"].contains(second) && isEnd
            }
            let isOneCase = second == second.lowercased() || second == second.uppercased()
            return !(isOneCase && suffixes.contains(second.lowercased()))
        }

        private func text(_ word: ArraySlice<Unicode.Scalar>) -> String {
            String(String.UnicodeScalarView(word))
        }

        private func word(endingAt end: Int) -> ArraySlice<Unicode.Scalar> {
            var start = end
            while start > scalars.startIndex, isWordPart(scalars[start - 1]) { start -= 1 }
            return scalars[start...end]
        }

        private func word(startingAt start: Int) -> ArraySlice<Unicode.Scalar> {
            var end = start + 1
            while end < scalars.endIndex, isWordPart(scalars[end]) { end += 1 }
            return scalars[start..<end]
        }

        private func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.numericType != nil }

        private func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isAlphabetic || isDigit(scalar) || scalar.properties.generalCategory == .nonspacingMark
        }
    }
}
