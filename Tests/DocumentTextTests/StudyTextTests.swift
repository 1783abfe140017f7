import Foundation
import Testing

@testable import DocumentText

/// What is no text to learn from is told before anything is made of it.
struct StudyTextTests {
    private static let prose = (0..<12).map { "In \(1249 + $0) the furnace financed the journal near the volcano." }
        .joined(separator: "\n\n")
    private static let data = Data((0..<3_000).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ $0 >> 3) })

    @Test(
        "data as letters is refused, however it is broken into lines",
        arguments: [
            data.base64EncodedString(), data.base64EncodedString(options: .lineLength64Characters),
            data.base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn]),
            Data(prose.utf8).base64EncodedString(), (Data(count: 1_500) + data).base64EncodedString(),
            data.map { String($0, radix: 16) }.joined(), "data:application/pdf;base64," + data.base64EncodedString(),
            "data:image/png;base64,\n" + data.base64EncodedString(options: .lineLength76Characters),
            "data:text/plain,In%201249%20the%20furnace%20financed%20the%20journal",
            "{\"name\": \"notes.pdf\", \"data\": \"\(data.base64EncodedString())\"}",
        ])
    func encodedData(text: String) {
        #expect(throws: DocumentError.foreign(.encodedData)) { try Reading.text(text) }
    }

    @Test("data within a text is left out, and the text stays")
    func mixed() throws {
        let picture = "data:image/png;base64," + Self.data.prefix(300).base64EncodedString()
        let text = try Reading.text("\(Self.prose)\n\nA picture (\(picture)) of it.\n\n\(Self.prose)")
        #expect(text == "\(Self.prose)\n\nA picture () of it.\n\n\(Self.prose)")
    }

    @Test(
        "words, however long, are no data",
        arguments: [
            "See https://en.wikipedia.org/wiki/Some_Long_Article_Name_About_Something_Else_2020 for more.",
            "The key is dQw4w9WgXcQ or 550e8400-e29b-41d4-a716-446655440000, which everybody knows by now.",
            "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz is a word of German that is long.",
            "Pneumonoultramicroscopicsilicovolcanoconiosis and Hippopotomonstrosesquippedaliophobia",
            "ThisIsALongIdentifierInCamelCase and this_is_one_in_snake_case_with_a_number_42",
            "1234567890123456789012345678901234567890 is a number, and ACGTACGTACGTACGTACGTACGTACGTACGT a gene.",
        ])
    func longWords(text: String) throws {
        #expect(try Reading.text(text) == text)
    }

    @Test(
        "the source of RTF or HTML is refused",
        arguments: [
            (
                #"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}\pard In 1249 the furnace closed.\par caf\'e9 }"#,
                ForeignText.rtf
            ),
            ("<!DOCTYPE html><html><head><style>p{}</style></head><body><p>In 1249.</p></body></html>", .html),
            ("\n<!-- saved -->\n<HTML lang=\"en\"><BODY>\n<P>In 1249 [a](b)</P></BODY></HTML>", .html),
            ("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\">\n<html><head></head><body></body></html>", .html),
            (#"{\*\generator x}\uc1\pard\sa200\sl276\f0\fs22 In 1249.\par\pard\b In 1256\b0\par\fs20 End.\par"#, .rtf),
            ("data:text/plain;charset=utf-8,In 1249 the furnace closed, and in 1256 it opened.", .encodedData),
            ("<span>In 1249 the furnace closed.</span><br><span>It opened.</span><br>", .html),
            ("<p class=\"x\">In 1249 the furnace closed.</p>\n<p>In 1256 it <b>opened</b>.</p>", .html),
        ])
    func markup(text: String, kind: ForeignText) {
        #expect(throws: DocumentError.foreign(kind)) { try Reading.text(text) }
    }

    @Test(
        "a text about markup is read",
        arguments: [
            "HTML writes <p> and </p> around a paragraph, and <br> where a line ends. That is all there is to it.",
            "An RTF file begins with {\\rtf1 and ends with a bracket; \\par ends a paragraph in it. So much for that.",
            "<html> is the first element of a page. A browser reads it, and shows what is in it. Then it waits.",
            "A list of strings is List<String> in Java and vector<string> in C++, where a < b and b > c.",
        ])
    func aboutMarkup(text: String) throws {
        #expect(try Reading.text(text) == text)
    }

    @Test("pages of a PDF and paragraphs of a DOCX are looked at as text is")
    func everyFormat() throws {
        let lines = Self.data.base64EncodedString(options: .lineLength64Characters).split(separator: "\r\n").map(
            String.init)
        let document = TestArchive.word(lines.map(TestArchive.paragraph).joined())
        #expect(throws: DocumentError.foreign(.encodedData)) { try Reading.text(document) }
        let pdf = TestPDF.document(lines: lines)
        #expect(throws: DocumentError.foreign(.encodedData)) { try Reading.text(pdf) }
        let rtf = TestPDF.document(lines: ["{\\\\rtf1\\\\ansi In 1249 the furnace closed.\\\\par }"])
        #expect(throws: DocumentError.foreign(.rtf)) { try Reading.text(rtf) }
    }

    @Test("of a form that was stored as it was sent, the file is read", arguments: ["\r\n", "\n"])
    func form(lineEnd: String) throws {
        let field = ["--b0undary", "Content-Disposition: form-data; name=\"note\"", "", "just a field"]
        let header = [
            "--b0undary", "content-disposition: form-data; name=\"f\"; filename=\"n.x\"", "Content-Type: a/b", "",
        ]
        func form(_ file: Data) -> Data {
            Data((field + header).map { $0 + lineEnd }.joined().utf8) + file
                + Data("\(lineEnd)--b0undary--\(lineEnd)".utf8)
        }
        #expect(try Reading.text(form(Data("Only this.\n\nAnd this.".utf8))) == "Only this.\n\nAnd this.")
        #expect(try Reading.text(form(TestArchive.word(TestArchive.paragraph("A DOCX.")))) == "A DOCX.")
        #expect(try Reading.text(form(TestPDF.document(lines: ["A PDF."]))) == "A PDF.")
        #expect(throws: DocumentError.foreign(.encodedData)) {
            try Reading.text(form(Data(Self.data.base64EncodedString().utf8)))
        }
        #expect(throws: DocumentError.foreign(.formWithoutFile)) {
            try Reading.text(Data((field + ["--b0undary--"]).map { $0 + lineEnd }.joined().utf8))
        }
    }

    @Test(
        "a text that names the header of a PDF is a text",
        arguments: [
            "A PDF file begins with the bytes %PDF-1.7 and ends with a mark.", "%PDF-1.7 is how a PDF file begins.",
            "A file begins so:\n%PDF-1.4\n1 0 obj\nand so on.",
        ])
    func header(text: String) throws {
        let lines = text.split(separator: "\n").map(String.init)
        #expect(try Reading.text(text).split(separator: "\n").map(String.init) == lines)
    }

    @Test(
        "a PDF is one with something in front of it, too",
        arguments: ["\u{FEFF}", "\r\n", "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"])
    func pdfBehind(junk: String) throws {
        #expect(try Reading.text(Data(junk.utf8) + TestPDF.document(lines: ["A page."])) == "A page.")
    }
}
