/// Leaves out headers and footers: lines at the edge of a page that its neighbours have there too.
///
/// A line is running if on two or more of the pages up to four before and after it, the line at the same place from
/// the same edge is equal, or differs only in one number that counts the pages. Up to two lines at each edge are looked
/// at, from the edge inwards, and longer ones than a header are never left out. A page therefore waits for the four
/// that follow it; no other page is held.
struct RunningLines: Sendable {
    /// Lines looked at from each edge.
    private static let depth = 2
    /// Neighbours on each side. Left and right pages may have different headers, and the first and last pages have
    /// neighbours on one side only: of four pages two are of the same side.
    private static let reach = 4
    private static let neededMatches = 2
    /// Unicode scalars.
    private static let longestLine = 100

    private struct Page: Sendable {
        let page: DocumentPage
        let top: [EdgeLine]
        let bottom: [EdgeLine]
    }

    /// The page to decide on next stands at `next`; before it at most `reach` that are decided on.
    private var window: [Page] = []
    private var next = 0

    /// The pages that can be decided on now.
    mutating func push(_ page: DocumentPage) -> [DocumentPage] {
        let (top, bottom) = EdgeLine.edges(of: page.text, depth: Self.depth, longest: Self.longestLine)
        window.append(Page(page: page, top: top, bottom: bottom))
        return window.count - next > Self.reach ? [takeNext()] : []
    }

    /// The rest, once there are no more pages.
    mutating func finish() -> [DocumentPage] {
        var rest: [DocumentPage] = []
        while next < window.count { rest.append(takeNext()) }
        self = RunningLines()
        return rest
    }

    private mutating func takeNext() -> DocumentPage {
        let page = window[next]
        let range = (start: runningLines(\.top).last?.end, end: runningLines(\.bottom).last?.start)
        next += 1
        if next > Self.reach {
            window.removeFirst()
            next -= 1
        }
        guard range.start != nil || range.end != nil else { return page.page }
        let text = page.page.text
        let start = range.start ?? text.startIndex
        let end = max(start, range.end ?? text.endIndex)
        return DocumentPage(number: page.page.number, text: String(text[start..<end]))
    }

    /// Those of the next page at one edge, from the edge inwards, up to the first that is none.
    private func runningLines(_ edge: KeyPath<Page, [EdgeLine]>) -> ArraySlice<EdgeLine> {
        let page = window[next]
        let neighbours = window[max(0, next - Self.reach)..<min(window.count, next + Self.reach + 1)]
        return page[keyPath: edge].enumerated().prefix { depth, line in
            let matches = neighbours.count { other in
                guard other.page.number != page.page.number, depth < other[keyPath: edge].count else { return false }
                return line.runs(
                    on: other[keyPath: edge][depth], pagesApart: other.page.number - page.page.number)
            }
            return matches >= Self.neededMatches
        }.map(\.element)[...]
    }
}

/// A line at the edge of a page.
private struct EdgeLine: Sendable {
    let start: String.Index
    let end: String.Index
    /// The line in lower case without spaces, each number a 0.
    private let letters: String
    private let numbers: [Int]

    private init(_ line: Substring) {
        start = line.startIndex
        end = line.endIndex
        var letters = ""
        var numbers: [Int] = []
        var isNumber = false
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
            } else {
                isNumber = false
                if !scalar.properties.isWhitespace { letters.unicodeScalars.append(scalar) }
            }
        }
        self.letters = letters.lowercased()
        self.numbers = numbers
    }

    /// The outermost lines with other than white space, from each edge inwards; they end before the first that is too
    /// long to be a header.
    static func edges(of text: String, depth: Int, longest: Int) -> (top: [EdgeLine], bottom: [EdgeLine]) {
        func edge(_ lines: [Substring]) -> [EdgeLine] {
            lines.prefix { $0.unicodeScalars.count <= longest }.map(EdgeLine.init)
        }
        return (edge(firstLines(of: text, depth)), edge(lastLines(of: text, depth)))
    }

    // By bytes, and no further than needed: to find all characters of a page costs more than all else here.

    private static func firstLines(of text: String, _ count: Int) -> [Substring] {
        var lines: [Substring] = []
        var rest = text[...]
        while lines.count < count, !rest.isEmpty {
            let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n"))
            let line = rest[..<(end ?? rest.endIndex)]
            if !line.allSatisfy(\.isWhitespace) { lines.append(line) }
            rest = end.map { rest[rest.utf8.index(after: $0)...] } ?? ""
        }
        return lines
    }

    private static func lastLines(of text: String, _ count: Int) -> [Substring] {
        var lines: [Substring] = []
        var rest = text[...]
        while lines.count < count, !rest.isEmpty {
            let end = rest.utf8.lastIndex(of: UInt8(ascii: "\n"))
            let line = end.map { rest[rest.utf8.index(after: $0)...] } ?? rest
            if !line.allSatisfy(\.isWhitespace) { lines.append(line) }
            rest = end.map { rest[..<$0] } ?? ""
        }
        return lines
    }

    /// Whether the other is the same line `pagesApart` pages further on.
    func runs(on other: EdgeLine, pagesApart: Int) -> Bool {
        guard letters == other.letters, numbers.count == other.numbers.count else { return false }
        let changes = zip(numbers, other.numbers).filter { $0 != $1 }
        return changes.isEmpty || (changes.count == 1 && changes[0].1 == changes[0].0 &+ pagesApart)
    }
}
