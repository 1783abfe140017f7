import Base
import TestSupport
import Testing

@testable import BandUpCore

struct RunningLinesTests {
    @Test("a header and a page number on every page are left out, and nothing else")
    func everyPage() {
        let kept = Self.filtered(
            (1...12).map { "Rivers of the World\nChapter 3\n\(Self.body($0))\nPage \($0) of 12" },
            top: [Self.line(0.04), Self.line(0.06)], bottom: [Self.line(0.95)])
        #expect(kept == (1...12).map { "\n\(Self.body($0))\n" })
    }

    @Test("left and right pages may have headers of their own")
    func alternating() {
        let kept = Self.filtered(
            (1...12).map { ($0 % 2 == 0 ? "The Author" : "The Title") + "\n\(Self.body($0))" }, top: [Self.line(0.04)])
        #expect(kept == (1...12).map { "\n\(Self.body($0))" })
    }

    @Test("a chapter's header is left out from its first page on where the chapter is long")
    func chapters() {
        let kept = Self.filtered(
            (1...40).map { "Chapter \($0 <= 20 ? "one" : "two")\n\(Self.body($0))" }, top: [Self.line(0.04)])
        #expect(kept == (1...40).map { "\n\(Self.body($0))" })
    }

    @Test("a title with the page's number far from it, or at the very edge, is a header")
    func counted() {
        for place in [Self.line(0.1, isSpread: true), Self.line(0.03)] {
            let kept = Self.filtered((1...12).map { "The Book of Mills \($0)\n\(Self.body($0))" }, top: [place])
            #expect(kept == (1...12).map { "\n\(Self.body($0))" })
        }
    }

    @Test(
        "counted titles stay, at the top of a page, and apart from its text too",
        arguments: ["Word", "Statement", "Unit", "Thẻ"])
    func countedTitles(title: String) {
        for place in [0.04, 0.1] {
            let pages = (1...12).map { "\(title) \($0)\n\(Self.body($0))" }
            #expect(Self.filtered(pages, top: [Self.line(place)]) == pages)
        }
    }

    @Test("lines that come back here and there stay, such as answers, even in the margin", arguments: 0..<20)
    func answers(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let pages = (1...24).map {
            "\(Self.body($0))\nAnswer: \(["A", "B", "C"].randomElement(using: &random) ?? "A")"
        }
        #expect(Self.filtered(pages, bottom: [Self.line(0.95)]) == pages)
    }

    @Test("a line on every page that is not apart from the text is text")
    func labels() {
        let pages = (1...12).map { "True or false?\n\(Self.body($0))\nBecause:" }
        #expect(Self.filtered(pages) == pages)
    }

    @Test("a line that has another place on each page is text")
    func places() {
        let pages = (1...12).map { number in
            DocumentPage(
                number: number, text: "Summary\n\(Self.body(number))",
                margins: PageMarginLines(top: [Self.line(0.03 + 0.01 * Double(number))]))
        }
        #expect(Self.filtered(pages) == pages.map(\.text))
    }

    @Test("a line that comes back once, or whose numbers do not count the pages, stays")
    func coincidence() {
        let twice = ["Summary", "Summary", "Other", "Third", "Fourth"].map { "\($0)\n\(Self.body(1))" }
        #expect(Self.filtered(twice, top: [Self.line(0.04)]) == twice)
        let figures = [3, 17, 4, 90, 55].map { "\($0)\nAnother line \($0 * 7)" }
        #expect(Self.filtered(figures, top: [Self.line(0.04)], bottom: [Self.line(0.95)]) == figures)
    }

    @Test("a long line is text even if it is repeated")
    func longLine() {
        let line = String(repeating: "so it is written ", count: 8)
        let pages = (1...6).map { "\(line)\n\(Self.body($0))" }
        #expect(Self.filtered(pages, top: [Self.line(0.04)]) == pages)
    }

    @Test("in a text without places a blank line sets headers and page numbers apart")
    func noPlaces() {
        let pages = (1...12).map {
            DocumentPage(number: $0, text: "Rivers of the World\n\n\(Self.body($0))\n\n- \($0) -")
        }
        #expect(Self.filtered(pages) == (1...12).map { "\n\n\(Self.body($0))\n\n" })
        let together = (1...12).map { DocumentPage(number: $0, text: "Word\n\(Self.body($0))\nTrue") }
        #expect(Self.filtered(together) == together.map(\.text))
    }

    @Test("pages keep their order and number, and each waits for twelve more at most")
    func streaming() {
        var lines = RunningLines()
        var numbers: [Int] = []
        for number in 1...30 {
            numbers += lines.push(DocumentPage(number: number, text: Self.body(number))).map(\.number)
            #expect(numbers.count == max(0, number - 12))
        }
        numbers += lines.finish().map(\.number)
        #expect(numbers == Array(1...30))
    }

    @Test("every line that does not run is kept", arguments: 0..<40)
    func property(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let bodies = (0..<20).map { page in
            (0..<Int.random(in: 1...6, using: &random)).map {
                "line \($0)of\(page)x\(Int.random(in: 0...9999, using: &random))"
            }
        }
        let hasHeader = Bool.random(using: &random)
        let pages = bodies.enumerated().map { (hasHeader ? "Page \($0 + 1)\n" : "") + $1.joined(separator: "\n") }
        let kept = Self.filtered(pages, top: [Self.line(0.04)], bottom: [Self.line(0.9)])
            .map { $0.split(separator: "\n").map(String.init) }
        #expect(kept == bodies)
    }

    private static func filtered(
        _ texts: [String], top: [PageMarginLines.Line] = [], bottom: [PageMarginLines.Line] = []
    ) -> [String] {
        filtered(
            texts.enumerated().map {
                DocumentPage(number: $0 + 1, text: $1, margins: PageMarginLines(top: top, bottom: bottom))
            })
    }

    private static func filtered(_ pages: [DocumentPage]) -> [String] {
        var lines = RunningLines()
        return (pages.flatMap { lines.push($0) } + lines.finish()).map(\.text)
    }

    private static func line(_ place: Double, isSpread: Bool = false) -> PageMarginLines.Line {
        PageMarginLines.Line(place: place, isSpread: isSpread)
    }

    /// Lines that differ from page to page in their words.
    private static func body(_ page: Int) -> String {
        var random = SeededGenerator(seed: UInt64(page))
        return (0..<4).map { _ in
            (0..<5).map { _ in String((0..<4).map { _ in "abcdefghij".randomElement(using: &random) ?? "a" }) }
                .joined(separator: " ")
        }.joined(separator: "\n")
    }
}
