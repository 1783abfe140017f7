import Foundation
import Testing

@testable import DocumentText

/// The inputs that were made after reports from the field. They lie beside the project, not in it.
private enum SharedCases {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("shared/cases")
    static let areHere = FileManager.default.fileExists(atPath: folder.path)

    static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
}

@Suite(.enabled(if: SharedCases.areHere, "../shared/cases is not here"))
struct SharedCasesTests {
    @Test(
        "each gives the text that it shows",
        arguments: [
            ("docx-document2.docx", "77-7."),
            ("docx-footnotes.docx", "A claim with a note\nThe footnote explains that amber"),
            ("docx-moved.docx", "77-21.\nThe moved sentence talks about salt mines."),
            ("docx-ruby.docx", "I live in 東京(とうきょう) near the sea."),
            ("docx-table.docx", "Metal Melts at\nGallium 29.8 C"),
            ("docx-textbox.docx", "Before the box and after the box.\nThe text box says that tides follow the moon."),
            ("md-arithmetic.md", "The area is 3*4 = 12 square metres, and 2*pi*r is the rim."),
            ("md-link-with-parens.md", "See Mercury for more."),
            ("txt-cp1252.txt", "It’s the teacher’s “new” rule – don’t run."),
            ("txt-gbk.txt", "城市需要公共交通。"), ("txt-mentions-pdf.md", "begins with the bytes %PDF-1.7 and ends"),
            ("txt-multipart.txt", "In 1249 the coastal"), ("txt-shift-jis.txt", "都市には公共交通"),
            ("txt-utf16-nobom.txt", "In 1249 the coastal"),
        ])
    func shown(name: String, text: String) throws {
        let read = try Reading.pages(path: SharedCases.path(name)).map(\.text).joined()
        let lines = read.split(separator: "\n").joined(separator: "\n")
        #expect(lines.contains(text))
        #expect(!lines.contains("WebKitFormBoundary") && !lines.contains("Hidden teacher"))
        #expect(
            lines.components(separatedBy: "salt mines").count <= 2 && lines.components(separatedBy: "tides").count <= 2)
    }

    @Test(
        "each that is no text to learn from is refused",
        arguments: [
            ("docx-password.docx", DocumentError.encrypted), ("notes.rtf", .foreign(.rtf)),
            ("page.html", .foreign(.html)),
            ("pdf-base64.pdf", .foreign(.encodedData)), ("pdf-data-url.pdf", .foreign(.encodedData)),
        ])
    func refused(name: String, error: DocumentError) {
        #expect(throws: error) { try Reading.pages(path: SharedCases.path(name)) }
    }
}
