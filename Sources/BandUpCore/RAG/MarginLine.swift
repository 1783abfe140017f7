/// A line that stands apart from a page's text at one of its edges.
struct MarginLine: Sendable {
    let start: String.Index
    let end: String.Index
    private let edge: Edge
    /// Nil where the format has no places.
    private let place: PageMarginLines.Line?
    /// The line in lower case without spaces, each number a 0.
    private let letters: String
    private let numbers: [Int]
    private let wordCount: Int

    private enum Edge { case top, bottom }

    /// Lines looked at from each edge.
    private static let depth = 2
    /// Unicode scalars; a longer line is text.
    private static let longest = 100
    /// Of the page's height: running lines keep to their place more exactly than this.
    private static let tolerance = 0.008

    private init(_ line: Substring, _ edge: Edge, _ place: PageMarginLines.Line?) {
        start = line.startIndex
        end = line.endIndex
        self.edge = edge
        self.place = place
        var letters = ""
        var numbers: [Int] = []
        var isNumber = false
        var isWord = false
        var wordCount = 0
        for scalar in line.unicodeScalars {
            if ("0"..."9").contains(scalar) {
                let digit = Int(scalar.value - 0x30)
                if isNumber, let last = numbers.popLast() {
                    numbers.append(last &* 10 &+ digit)
                } else {
                    numbers.append(digit)
                    letters.unicodeScalars.append("0")
                }
                isNumber = true
                isWord = false
            } else {
                isNumber = false
                if !scalar.properties.isWhitespace { letters.unicodeScalars.append(scalar) }
                let isLetter = scalar.properties.isAlphabetic
                if isLetter, !isWord { wordCount += 1 }
                isWord = isLetter
            }
        }
        self.letters = letters.lowercased()
        self.numbers = numbers
        self.wordCount = wordCount
    }

    /// The lines in a page's margins, from each edge inwards; they end before the first that is too long.
    ///
    /// Where the page has no places, those count that a blank line divides from the rest.
    static func margins(of page: DocumentPage) -> (top: [MarginLine], bottom: [MarginLine]) {
        guard let places = page.margins else {
            let (top, bottom) = (firstLines(of: page.text, depth + 1), lastLines(of: page.text, depth + 1))
            return (apart(top, .top), apart(bottom, .bottom))
        }
        func lines(_ lines: [(line: Substring, isApart: Bool)], _ edge: Edge, _ places: [PageMarginLines.Line])
            -> [MarginLine]
        {
            zip(lines, places).prefix { isShort($0.0.line) }.map { MarginLine($0.0.line, edge, $0.1) }
        }
        return (
            lines(firstLines(of: page.text, min(depth, places.top.count)), .top, places.top),
            lines(lastLines(of: page.text, min(depth, places.bottom.count)), .bottom, places.bottom)
        )
    }

    private static func apart(_ lines: [(line: Substring, isApart: Bool)], _ edge: Edge) -> [MarginLine] {
        guard let last = lines.prefix(depth).lastIndex(where: \.isApart) else { return [] }
        return lines[...last].prefix { isShort($0.line) }.map { MarginLine($0.line, edge, nil) }
    }

    private static func isShort(_ line: Substring) -> Bool { line.unicodeScalars.count <= longest }

    /// Whether the other is the same line `pagesApart` pages further on.
    func runs(on other: MarginLine, pagesApart: Int) -> Bool {
        if let place, let otherPlace = other.place, abs(place.place - otherPlace.place) > Self.tolerance {
            return false
        }
        guard letters == other.letters, numbers.count == other.numbers.count else { return false }
        let changes = zip(numbers, other.numbers).filter { $0 != $1 }
        guard let change = changes.first else { return true }
        return changes.count == 1 && change.1 == change.0 &+ pagesApart && mayCountPages
    }

    /// Whether a number in it may be that of the page, and not that of what the page is about, as in "Word 7": the number
    /// stands alone or with a word for page, or in the outermost margin with a title.
    private var mayCountPages: Bool {
        if wordCount == 0 { return true }
        if Self.pageWords.contains(where: { letters.hasPrefix($0 + "0") || letters.hasPrefix($0 + ".0") }) {
            return true
        }
        guard let place else { return false }
        switch edge {
        case .bottom: return place.place > 0.9
        case .top: return place.isSpread || (place.place < 0.055 && wordCount >= 2)
        }
    }

    private static let pageWords = [
        "page", "pg", "p", "seite", "s", "trang", "tr", "página", "pagina", "pág", "strona", "str", "strana", "sida",
        "side",
        "sivu", "sayfa", "halaman", "hal", "oldal", "страница", "стр", "с", "第", "หน้า", "صفحة",
    ]

    // By bytes, and no further than needed: to find all characters of a page costs more than all else here.

    private static func firstLines(of text: String, _ count: Int) -> [(line: Substring, isApart: Bool)] {
        var lines: [(line: Substring, isApart: Bool)] = []
        var rest = text[...]
        while lines.count < count, !rest.isEmpty {
            let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n"))
            let line = rest[..<(end ?? rest.endIndex)]
            if !line.allSatisfy(\.isWhitespace) {
                lines.append((line, false))
            } else if !lines.isEmpty {
                lines[lines.count - 1].isApart = true
            }
            rest = end.map { rest[rest.utf8.index(after: $0)...] } ?? ""
        }
        return lines
    }

    private static func lastLines(of text: String, _ count: Int) -> [(line: Substring, isApart: Bool)] {
        var lines: [(line: Substring, isApart: Bool)] = []
        var rest = text[...]
        while lines.count < count, !rest.isEmpty {
            let end = rest.utf8.lastIndex(of: UInt8(ascii: "\n"))
            let line = end.map { rest[rest.utf8.index(after: $0)...] } ?? rest
            if !line.allSatisfy(\.isWhitespace) {
                lines.append((line, false))
            } else if !lines.isEmpty {
                lines[lines.count - 1].isApart = true
            }
            rest = end.map { rest[..<$0] } ?? ""
        }
        return lines
    }
}
