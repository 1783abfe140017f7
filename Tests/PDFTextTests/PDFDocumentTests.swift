import Foundation
import Testing

@testable import PDFText

struct PDFDocumentTests {
    @Test("the pages of a plain document come in order, line by line")
    func plain() throws {
        let document = try PDFDocument(path: golden("plain"))
        #expect(document.pageCount == 3)
        #expect(try document.text(ofPage: 1) == "The first page has two lines.\nThis is the second of them.")
        #expect(try document.text(ofPage: 3) == "The third page ends the document.")
    }

    @Test(
        "what can't be opened says why",
        arguments: [
            ("encrypted-user-password", PDFError.encrypted), ("truncated", .damaged), ("header-only", .damaged),
            ("empty", .empty), ("not-a-pdf", .notPDF), ("no-such-file", .systemFailure(errno: ENOENT)),
        ])
    func refused(name: String, reason: PDFError) {
        #expect(throws: reason) { try PDFDocument(path: golden(name)) }
    }

    @Test("a folder is no PDF")
    func folder() {
        #expect(throws: PDFError.notPDF) { try PDFDocument(path: "/tmp") }
    }

    @Test("a document protected by an owner password only is read")
    func ownerPassword() throws {
        #expect(try PDFDocument(path: golden("encrypted-owner-only")).text(ofPage: 1) == "This page is protected.")
    }

    @Test("a page of pictures has no text, and that is no error")
    func imageOnly() throws {
        let document = try PDFDocument(path: golden("image-only"))
        #expect(document.pageCount == 1)
        #expect(try document.text(ofPage: 1).isEmpty)
    }

    @Test("Vietnamese is composed, however the file writes it", arguments: [1, 2])
    func vietnamese(page: Int) throws {
        let text = try PDFDocument(path: golden("vietnamese")).text(ofPage: page)
        let expected = "Tiếng Việt được viết bằng chữ Quốc ngữ.\nNgười học luyện đọc mỗi ngày để mở rộng vốn từ."
        // Scalar by scalar, since strings compare equal without composition too.
        #expect(text.unicodeScalars.elementsEqual(expected.precomposedStringWithCanonicalMapping.unicodeScalars))
    }

    @Test("lines from right to left are whole, in the order of reading, with spaces between all words")
    func rightToLeft() throws {
        let document = try PDFDocument(path: golden("right-to-left"))
        #expect(try document.text(ofPage: 1) == "שלום לכל הילדים בעיר\nהגשר נפתח בשנת 1958")
        #expect(try document.text(ofPage: 2) == "الكتاب على الطاولة")
    }

    @Test("Chinese in a font that is not embedded is read by its character collection")
    func cjk() throws {
        let text = try PDFDocument(path: golden("cjk-not-embedded")).text(ofPage: 1)
        #expect(text == "城市需要公共交通。\n语言一直在变化。")
    }

    @Test("ligatures become letters")
    func ligatures() throws {
        let text = try PDFDocument(path: golden("ligatures")).text(ofPage: 1)
        #expect(text == "The final office floor is affordable and baffling.")
    }

    @Test("words divided at a line's end are whole again, ranges of numbers and hyphens inside lines stay")
    func hyphenation() throws {
        let text = try PDFDocument(path: golden("hyphenation")).text(ofPage: 1)
        #expect(
            text
                == "Large cities depend on international trade and on transport, in 1990-\n2020 as well as co-operation."
        )
    }

    @Test("two columns are read one after the other, though the file draws them row by row")
    func twoColumns() throws {
        let text = try PDFDocument(path: golden("two-columns")).text(ofPage: 1)
        let left = try #require(text.range(of: "itself hour by hour."))
        let right = try #require(text.range(of: "Museums keep objects."))
        #expect(left.upperBound <= right.lowerBound)
        #expect(text.contains("The brain sorts the day\nand lays down memories"))
    }

    @Test("a page that is lost is an error of that page; a number out of range is one too")
    func lostPage() throws {
        let document = try PDFDocument(path: golden("lost-page"))
        #expect(document.pageCount == 3)
        #expect(try document.text(ofPage: 1).hasPrefix("The first page"))
        #expect(throws: PDFError.damagedPage(2)) { try document.text(ofPage: 2) }
        for number in [0, -1, 4, .max, .min] {
            #expect(throws: PDFError.noSuchPage(number)) { try document.text(ofPage: number) }
        }
    }

    @Test("what is beyond a limit is refused, what just meets it is not")
    func limits() throws {
        let size = try #require(try FileManager.default.attributesOfItem(atPath: golden("plain"))[.size] as? Int)
        #expect(throws: PDFError.tooManyBytes(limit: size - 1)) {
            try PDFDocument(path: golden("plain"), limits: PDFLimits(bytes: size - 1))
        }
        #expect(throws: PDFError.tooManyPages(limit: 2)) {
            try PDFDocument(path: golden("plain"), limits: PDFLimits(pages: 2))
        }
        let exact = PDFLimits(bytes: size, pages: 3, characters: 57)
        #expect(try PDFDocument(path: golden("plain"), limits: exact).text(ofPage: 1).unicodeScalars.count == 57)
        #expect(throws: PDFError.tooManyCharacters(limit: 56)) {
            try PDFDocument(path: golden("plain"), limits: PDFLimits(characters: 56)).text(ofPage: 1)
        }
    }

    @Test("no file stays open, whether the document could be opened or not")
    func descriptors() throws {
        let names = ["plain", "truncated", "encrypted-user-password", "not-a-pdf", "empty", "lost-page"]
        func opened() -> Int {
            let links = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
            return links.count { link in
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(link)")
                return target?.hasSuffix("/descriptors-test.pdf") == true
            }
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("descriptors-test.pdf")
        for name in names {
            try? FileManager.default.removeItem(at: file)
            try FileManager.default.copyItem(atPath: golden(name), toPath: file.path)
            let document = try? PDFDocument(path: file.path)
            #expect(opened() == (document == nil ? 0 : 1))
        }
        #expect(opened() == 0)
        try FileManager.default.removeItem(at: file)
        try FileManager.default.copyItem(atPath: golden("plain"), toPath: file.path)
        #expect(throws: PDFError.self) { try PDFDocument(path: file.path, limits: PDFLimits(pages: 1)) }
        #expect(opened() == 0)
    }
}

func golden(_ name: String) -> String {
    Bundle.module.bundlePath + "/Golden/\(name).pdf"
}
