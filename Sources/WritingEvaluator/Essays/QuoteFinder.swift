import BandUpCore

/// Finds a model's quote in an essay.
enum QuoteFinder {
    /// Whether a quote stands in an essay.
    static func occurs(_ quote: String, in essay: String) -> Bool {
        range(of: quote, in: FoldedText(essay)) != nil
    }

    /// Where it stands, in Unicode scalars of the essay as it was sent; the first place that is not in `taken`, so that
    /// two quotes of the same words are two places.
    ///
    /// White space, kinds of quotation marks and dashes are forgiven, as models set them their own way, and so is what
    /// can't be seen, as models are not shown it. Everything else must be there. Quotation marks and dots around a quote
    /// are the model's own where the essay does not have them.
    static func range(of quote: String, in essay: FoldedText, notIn taken: [Range<Int>] = []) -> Range<Int>? {
        let needle = FoldedText(quote).characters
        if let found = search(needle, in: essay, notIn: taken) { return found }
        let inner = needle.drop(while: decoration.contains)
        let end = inner.lastIndex { !decoration.contains($0) } ?? inner.startIndex - 1
        guard end >= inner.startIndex, end - inner.startIndex + 1 < needle.count else { return nil }
        return search(Array(inner[...end]), in: essay, notIn: taken)
    }

    private static let decoration: Set<Character> = ["\"", "'", ".", "…", " "]

    private static func search(
        _ needle: [Character], in essay: FoldedText, notIn taken: [Range<Int>]
    ) -> Range<Int>? {
        guard let first = needle.first, needle.contains(where: { !decoration.contains($0) }),
            needle.count <= essay.characters.count
        else { return nil }
        var found: Range<Int>?
        for start in 0...(essay.characters.count - needle.count)
        where essay.characters[start] == first
            && essay.characters[start..<(start + needle.count)].elementsEqual(needle)
        {
            let range = essay.places[start].lowerBound..<essay.places[start + needle.count - 1].upperBound
            if !taken.contains(where: { $0.overlaps(range) }) { return range }
            found = found ?? range
        }
        return found
    }
}

/// A text in the form in which quotes are compared, with each character's place in the original.
struct FoldedText {
    private(set) var characters: [Character] = []
    /// Scalars of the original that a character stands for.
    private(set) var places: [Range<Int>] = []

    init(_ original: String) {
        // What `UntrustedText` drops does not reach the model; what is left keeps its index.
        var visible = String.UnicodeScalarView()
        var indices: [Int] = []
        for (index, scalar) in original.unicodeScalars.enumerated()
        where scalar.properties.isWhitespace || UntrustedText.isVisible(scalar) {
            visible.append(Self.plain(scalar))
            indices.append(index)
        }
        var position = 0
        for character in String(visible) {
            let count = character.unicodeScalars.count
            let place = indices[position]..<(indices[position + count - 1] + 1)
            position += count
            guard character.isWhitespace else {
                characters.append(character)
                places.append(place)
                continue
            }
            if characters.last != " ", !characters.isEmpty {
                characters.append(" ")
                places.append(place)
            }
        }
        if characters.last == " " {
            characters.removeLast()
            places.removeLast()
        }
    }

    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\u{2018}", "\u{2019}", "\u{201A}", "\u{2032}", "`", "\u{00B4}": "'"
        case "\u{201C}", "\u{201D}", "\u{201E}", "\u{00AB}", "\u{00BB}", "\u{2033}": "\""
        case "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}": "-"
        default: scalar
        }
    }
}
