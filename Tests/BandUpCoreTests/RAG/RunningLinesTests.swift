@testable import BandUpCore
import Base
import TestSupport
import Testing

struct RunningLinesTests {
    @Test("a header and a page number on every page are left out, and nothing else")
    func everyPage() {
        let kept = Self.filtered((1...12).map { "Rivers of the World\nChapter 3\n\(Self.body($0))\nPage \($0) of 12" })
        #expect(kept == (1...12).map { "\n\(Self.body($0))\n" })
    }

    @Test("left and right pages may have headers of their own")
    func alternating() {
        let kept = Self.filtered((1...12).map { ($0 % 2 == 0 ? "The Author" : "The Title") + "\n\(Self.body($0))" })
        #expect(kept == (1...12).map { "\n\(Self.body($0))" })
    }

    @Test("a line that comes back once, or whose numbers do not count the pages, stays")
    func coincidence() {
        let twice = ["Summary", "Summary", "Other", "Third", "Fourth"].map { "\($0)\n\(Self.body(1))" }
        #expect(
            Self.filtered(twice).map { $0.split(separator: "\n")[0] } == [
                "Summary", "Summary", "Other", "Third", "Fourth",
            ])
        let figures = [3, 17, 4, 90, 55].map { "Total \($0)\nAnother line \($0 * 7)" }
        #expect(Self.filtered(figures) == figures)
    }

    @Test("a long line is text even if it is repeated")
    func longLine() {
        let line = String(repeating: "so it is written ", count: 8)
        let pages = (1...6).map { "\(line)\n\(Self.body($0))" }
        #expect(Self.filtered(pages) == pages)
    }

    @Test("pages keep their order and number, and each waits for four more at most")
    func streaming() {
        var lines = RunningLines()
        var numbers: [Int] = []
        for number in 1...10 {
            numbers += lines.push(DocumentPage(number: number, text: Self.body(number))).map(\.number)
            #expect(numbers.count == max(0, number - 4))
        }
        numbers += lines.finish().map(\.number)
        #expect(numbers == Array(1...10))
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
        let pages = bodies.enumerated().map { (hasHeader ? "HEADER \($0 + 1)\n" : "") + $1.joined(separator: "\n") }
        let kept = Self.filtered(pages).map { $0.split(separator: "\n").map(String.init) }
        #expect(kept == bodies)
    }

    private static func filtered(_ texts: [String]) -> [String] {
        var lines = RunningLines()
        let pages = texts.enumerated().flatMap { lines.push(DocumentPage(number: $0 + 1, text: $1)) }
        return (pages + lines.finish()).map(\.text)
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
