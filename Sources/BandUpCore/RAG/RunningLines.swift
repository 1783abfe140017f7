/// Leaves out headers and footers: lines in a page's margin that other pages have there too.
///
/// A running line stands apart from the page's text at one of its edges, has its place on the page, and comes back there
/// on nearly every page, or nearly every left or right one: equal, or with one number that counts the pages. Everything
/// else is text, however often it is repeated: answers, labels and the titles of what a page is about. A page therefore
/// waits for the twelve that follow it; no other page is held.
struct RunningLines: Sendable {
    /// Neighbours on each side that are asked. Where there are but two answers, "True" comes back on three of four pages
    /// by chance, on ten of twelve hardly.
    private static let reach = 12

    private struct Page: Sendable {
        let page: DocumentPage
        let top: [MarginLine]
        let bottom: [MarginLine]
    }

    /// The page to decide on next stands at `next`; before it at most `reach` that are decided on.
    private var window: [Page] = []
    private var next = 0

    /// The pages that can be decided on now.
    mutating func push(_ page: DocumentPage) -> [DocumentPage] {
        let (top, bottom) = MarginLine.margins(of: page)
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
    private func runningLines(_ edge: KeyPath<Page, [MarginLine]>) -> ArraySlice<MarginLine> {
        let page = window[next]
        let neighbours = window[max(0, next - Self.reach)..<min(window.count, next + Self.reach + 1)]
            .filter { $0.page.number != page.page.number }
        return page[keyPath: edge].prefix { line in
            var tally = Tally()
            for other in neighbours {
                let distance = other.page.number - page.page.number
                tally.count(distance, runs: other[keyPath: edge].contains { line.runs(on: $0, pagesApart: distance) })
            }
            return tally.isRunning
        }
    }

    /// On how many of the neighbours a line comes back.
    private struct Tally {
        private var pages = 0
        private var matches = 0
        private var sidePages = 0
        private var sideMatches = 0
        /// Of the same side, before and after the page: a chapter's header begins and ends with it.
        private var before = (pages: 0, matches: 0)
        private var after = (pages: 0, matches: 0)

        mutating func count(_ distance: Int, runs: Bool) {
            let match = runs ? 1 : 0
            pages += 1
            matches += match
            guard distance.isMultiple(of: 2) else { return }
            sidePages += 1
            sideMatches += match
            if distance < 0 {
                before = (before.pages + 1, before.matches + match)
            } else {
                after = (after.pages + 1, after.matches + match)
            }
        }

        /// Four of five; fewer than five, all.
        var isRunning: Bool {
            (matches >= 2 && matches * 5 >= pages * 4)
                || (sideMatches >= 3 && sideMatches * 5 >= sidePages * 4)
                || (before.matches >= 5 && before.matches == before.pages)
                || (after.matches >= 5 && after.matches == after.pages)
        }
    }
}
