import Foundation
import Testing

@testable import DocumentText

/// What a DOCX shows, and nothing else.
struct WordDocumentTests {
    @Test("a text box is read once, behind the paragraph that it hangs on")
    func textBox() throws {
        let box = "<w:txbxContent>\(paragraph("Tides follow the moon."))\(paragraph("So they say."))</w:txbxContent>"
        let both = """
            <mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>\(box)</wps:txbx></w:drawing></mc:Choice>\
            <mc:Fallback><w:pict><v:textbox>\(box)</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>
            """
        let text = try Self.text(
            "<w:p>\(run("Before "))<w:r>\(both)</w:r>\(run("and after."))</w:p>\(paragraph("Next."))")
        #expect(text == ["Before and after.", "Tides follow the moon.", "So they say.", "Next."])
    }

    @Test("a text box that only older programs know is read too")
    func oldTextBox() throws {
        let box = "<w:pict><v:textbox><w:txbxContent>\(paragraph("In the box."))</w:txbxContent></v:textbox></w:pict>"
        #expect(try Self.text("<w:p><w:r>\(box)</w:r>\(run("Outside."))</w:p>") == ["Outside.", "In the box."])
    }

    @Test("what was moved or deleted stands where it is now, once")
    func trackedChanges() throws {
        let body = """
            <w:p><w:moveFrom w:id="1">\(run("Salt mines are old."))</w:moveFrom></w:p>\
            <w:p>\(run("Kept"))<w:del w:id="3"><w:r><w:tab/><w:delText>gone</w:delText></w:r></w:del>\
            <w:ins w:id="4">\(run(" and new."))</w:ins></w:p>\
            <w:p><w:moveTo w:id="2">\(run("Salt mines are old."))</w:moveTo></w:p>
            """
        #expect(try Self.text(body) == ["Kept and new.", "Salt mines are old."])
    }

    @Test("a paragraph whose end was deleted goes on in the next one, and a deleted row of a table is gone")
    func deletedEnds() throws {
        let body = """
            <w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>\(run("One "))</w:p>\(paragraph("sentence."))\
            <w:tbl><w:tr><w:trPr><w:del w:id="2"/></w:trPr>\(Self.cell("old"))\(Self.cell("row"))</w:tr>\
            <w:tr>\(Self.cell("new"))\(Self.cell("row"))</w:tr></w:tbl>
            """
        #expect(try Self.text(body) == ["One sentence.", "new row"])
    }

    @Test("the reading of a word stands behind it in brackets")
    func furigana() throws {
        let ruby = """
            <w:r><w:ruby><w:rubyPr><w:hps w:val="10"/></w:rubyPr><w:rt>\(run("とうきょう"))</w:rt>\
            <w:rubyBase>\(run("東京"))</w:rubyBase></w:ruby></w:r>
            """
        #expect(
            try Self.text("<w:p>\(run("I live in "))\(ruby)\(run(" by the sea."))</w:p>")
                == ["I live in 東京(とうきょう) by the sea."])
    }

    @Test(
        "the main part is the one that the package names",
        arguments: ["word/document2.xml", "document.xml", "content/text/main.xml", "word\\document.xml"])
    func mainPart(name: String) throws {
        let document = TestArchive.word(paragraph("Found."), main: name)
        #expect(try Reading.text(document) == "Found.")
    }

    @Test("a package with another kind of main part is no document")
    func spreadsheet() throws {
        let workbook = TestArchive.zip([
            ("_rels/.rels", Data(#"<R><Relationship Type="x/officeDocument" Target="xl/workbook.xml"/></R>"#.utf8)),
            ("xl/workbook.xml", Data("<workbook><sheets><sheet name='a'/></sheets></workbook>".utf8)),
        ])
        #expect(throws: DocumentError.unknownFormat) { try Reading.text(workbook) }
    }

    @Test("notes stand behind the paragraph that refers to them, wherever their part is")
    func notes() throws {
        let body = """
            <w:p>\(run("A claim"))<w:r><w:footnoteReference w:id="2"/></w:r>\(run(" and another."))\
            <w:r><w:endnoteReference w:id="2"/></w:r></w:p>\(paragraph("Next."))
            """
        let footnotes = """
            <w:footnotes\(TestArchive.space)><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>\
            <w:footnote w:id="2">\(paragraph("Amber floats."))</w:footnote>\
            <w:footnote w:id="3">\(paragraph("Nobody refers to this."))</w:footnote></w:footnotes>
            """
        let endnotes =
            "<w:endnotes\(TestArchive.space)><w:endnote w:id=\"2\">\(paragraph("In brine."))</w:endnote></w:endnotes>"
        let relationships = #"<R><Relationship Type="t/endnotes" Target="/notes/end.xml"/></R>"#
        let document = TestArchive.word(
            body,
            parts: [
                "word/footnotes.xml": footnotes, "notes/end.xml": endnotes,
                "word/_rels/document.xml.rels": relationships,
            ])
        #expect(try Self.lines(document) == ["A claim and another.", "Amber floats.", "In brine.", "Next."])
    }

    @Test("hidden text is left out, be it hidden itself or by its style")
    func hidden() throws {
        let styles = """
            <w:styles\(TestArchive.space)><w:style w:styleId="Key"><w:rPr><w:vanish/></w:rPr></w:style>\
            <w:style w:styleId="KeyToo"><w:basedOn w:val="Key"/></w:style>\
            <w:style w:styleId="Shown"><w:basedOn w:val="Key"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style></w:styles>
            """
        let was = "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"
        let body = """
            <w:p>\(run("Seen."))\(run(" Hidden.", "<w:b/><w:vanish/>"))\(run(" Hidden.", "<w:rStyle w:val=\"KeyToo\"/>"))\
            \(run(" Not", "<w:vanish w:val=\"false\"/>"))\(run(" any more.", was))</w:p>\
            <w:p><w:pPr><w:pStyle w:val="Key"/></w:pPr>\(run("Hidden."))</w:p>\
            <w:p><w:pPr><w:pStyle w:val="Shown"/></w:pPr>\(run("Shown."))</w:p>
            """
        let document = TestArchive.word(body, parts: ["word/styles.xml": styles])
        #expect(try Self.lines(document) == ["Seen. Not any more.", "Shown."])
    }

    @Test("the cells of a row are one line, with all their paragraphs")
    func table() throws {
        let rows = [["Metal", "Melts at"], ["Gallium", "29.8 C"]].map { cells in
            "<w:tr>\(cells.map { Self.cell($0) }.joined())</w:tr>"
        }
        let two = "<w:tr><w:tc>\(paragraph("Bauxite"))\(paragraph("(ore)"))</w:tc>\(Self.cell("2,000 C"))</w:tr>"
        #expect(
            try Self.text("<w:tbl>\(rows.joined())\(two)</w:tbl>")
                == ["Metal Melts at", "Gallium 29.8 C", "Bauxite (ore) 2,000 C"])
    }

    @Test("a table that only places prose keeps its paragraphs")
    func layoutTable() throws {
        let prose = (1...4).map { "Paragraph \($0) " + String(repeating: "of prose ", count: 20) + "ends." }
        let columns = [prose[..<2], prose[2...]].map { "<w:tc>\($0.map(paragraph).joined())</w:tc>" }
        #expect(try Self.text("<w:tbl><w:tr>\(columns.joined())</w:tr></w:tbl>") == prose)
        #expect(try Self.text("<w:tbl><w:tr><w:tc>\(prose.map(paragraph).joined())</w:tc></w:tr></w:tbl>") == prose)
    }

    @Test("a row with a table and a text box inside keeps every word")
    func nested() throws {
        let inner = "<w:tbl><w:tr>\(Self.cell("a"))\(Self.cell("b"))</w:tr></w:tbl>"
        let box = "<w:p><w:r><w:txbxContent>\(paragraph("in the box"))</w:txbxContent></w:r>\(run("host"))</w:p>"
        #expect(
            try Self.text("<w:tbl><w:tr><w:tc>\(inner)<w:p/></w:tc><w:tc>\(box)</w:tc></w:tr></w:tbl>")
                == ["a b host in the box"])
    }

    @Test("a document with a password is named as such, an older one as what it is")
    func compoundFiles() {
        let header = Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) + Data(count: 2_000)
        let stream = { (name: String) in Data(name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) }
        #expect(throws: DocumentError.encrypted) { try Reading.text(header + stream("EncryptedPackage")) }
        #expect(throws: DocumentError.foreign(.oldOffice)) { try Reading.text(header + stream("WordDocument")) }
        #expect(throws: DocumentError.unknownFormat) { try Reading.text(header + stream("Workbook")) }
    }

    @Test("a document of pictures has no text")
    func picturesOnly() {
        let picture = "<w:p><w:r><w:drawing><wps:pic><wps:blip/></wps:pic></w:drawing></w:r></w:p>"
        #expect(throws: DocumentError.noText) { try Self.text(picture + picture) }
    }

    private static func cell(_ text: String) -> String { "<w:tc><w:tcPr/>\(paragraph(text))</w:tc>" }

    private static func text(_ body: String) throws -> [String] { try lines(TestArchive.word(body)) }

    private static func lines(_ document: Data) throws -> [String] {
        try Reading.text(document).split(separator: "\n").map(String.init)
    }

    private func paragraph(_ text: String) -> String { Self.paragraph(text) }
    private static func paragraph(_ text: String) -> String { TestArchive.paragraph(text) }
    private func run(_ text: String, _ properties: String = "") -> String { TestArchive.run(text, properties) }
}
