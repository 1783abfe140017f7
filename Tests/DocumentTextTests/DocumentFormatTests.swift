import Foundation
import Testing

@testable import DocumentText

struct DocumentFormatTests {
    @Test("a DOCX gives its paragraphs, without headers and deleted text")
    func word() throws {
        let pages = try Reading.pages(golden: "word.docx")
        #expect(pages == [TextPage(number: 1, text: "Tidal power\n\nTides are predictable\n& strong.\n\nTiếng Việt x")])
    }

    @Test(
        "a DOCX that is broken or made to swell is refused",
        arguments: [
            ("broken.docx", DocumentError.damaged), ("entity-bomb.docx", .damaged),
            ("zip-bomb.docx", .tooManyBytes(limit: 128 << 20)),
        ])
    func hostileWord(name: String, error: DocumentError) {
        #expect(throws: error) { try Reading.pages(golden: name) }
    }

    @Test("text is read as UTF-8 or UTF-16, whatever its line ends")
    func plainText() throws {
        #expect(
            try Reading.pages(Data("One line,\r\ntwo.\r\n\r\nThree.".utf8)).map(\.text) == ["One line,\ntwo.\n\nThree."]
        )
        let wide = Data([0xFF, 0xFE]) + Data("Tiếng".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        #expect(try Reading.pages(wide).map(\.text) == ["Tiếng"])
    }

    @Test("Markdown loses its marks and keeps its words")
    func markdown() throws {
        let text = """
            # The *Tides*

            - Rise **twice** a day, see [the chart](https://example.org/a)
            > quoted `code`

            | a | b |
            |---|---|
            snake_case 3 * 4
            """
        let expected = """
            The Tides

            Rise twice a day, see the chart
            quoted code

            a b

            snake_case 3 * 4
            """
        #expect(try Reading.pages(Data(text.utf8)).map(\.text) == [expected])
    }

    @Test("a form feed begins a page, and several of them one")
    func formFeeds() throws {
        let pages = try Reading.pages(Data("\u{C}One.\nTwo.\u{C}\u{C}Three.\r\n\u{C}".utf8))
        #expect(pages == [TextPage(number: 1, text: "One.\nTwo."), TextPage(number: 2, text: "Three.")])
    }

    @Test("a text without blank lines is cut into pages too, at the ends of lines")
    func noParagraphs() throws {
        let lines = (0..<1_000).map { "Line \($0) of a log without any paragraph" }
        let pages = try Reading.pages(Data(lines.joined(separator: "\n").utf8))
        #expect(pages.count > 5)
        #expect(pages.flatMap { $0.text.split(separator: "\n") }.map(String.init) == lines)
    }

    @Test("a text with a broken character here and there is read, one that is broken throughout is not")
    func brokenCharacters() throws {
        let good = Array(String(repeating: "Tides rise. ", count: 20).utf8)
        #expect(try Reading.pages(Data(good + [0xFF] + good)).first?.text.contains("\u{FFFD}") == true)
        #expect(throws: DocumentError.unknownEncoding) {
            try Reading.pages(Data((0..<300).map { $0 % 2 == 0 ? 0xFF : 0x61 }))
        }
    }

    @Test("a long text is cut into pages at paragraphs, and nothing is lost")
    func pages() throws {
        let paragraphs = (0..<200).map { "Paragraph \($0) " + String(repeating: "of prose ", count: 20) + "ends." }
        let pages = try Reading.pages(Data(paragraphs.joined(separator: "\n\n").utf8))
        #expect(pages.map(\.number) == Array(1...pages.count))
        #expect((10...20).contains(pages.count))
        #expect(pages.map(\.text).joined(separator: "\n\n") == paragraphs.joined(separator: "\n\n"))
    }

    @Test(
        "what is no document is refused", arguments: [Data(), Data([0, 1, 2, 3]), Data("GIF89a\u{1}\u{0}".utf8)])
    func others(content: Data) {
        #expect(throws: content.isEmpty ? DocumentError.empty : .unknownFormat) { try Reading.pages(content) }
    }

    @Test("text has the limits of any document")
    func limits() {
        let text = Data(String(repeating: "word ", count: 100).utf8)
        #expect(throws: DocumentError.tooManyBytes(limit: 10)) { try Reading.pages(text, DocumentLimits(bytes: 10)) }
        #expect(throws: DocumentError.tooManyCharacters(limit: 99)) {
            try Reading.pages(text, DocumentLimits(characters: 99))
        }
    }
}
