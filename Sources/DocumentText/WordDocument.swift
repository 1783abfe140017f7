import CXML
import Glibc

/// The text of a DOCX (ECMA-376 part 1, chapter 17): paragraphs, tabs and breaks of the main document. Headers and
/// footers are files of their own there, and stay away.
enum WordDocument {
    /// Markup is many times as long as text; still, no book's is longer.
    private static let maximumXMLBytes = 128 << 20

    static func read(
        _ path: String, _ limits: DocumentLimits, _ body: (String) throws(DocumentError) -> Void
    ) throws(DocumentError) {
        let library = try XML.loaded()
        let xml = try ZipEntry.read("word/document.xml", of: path, maximum: maximumXMLBytes)
        // No network, no entities from elsewhere, nothing printed; the parser's own limits on depth and expansion hold.
        let options = Int32(xml_parse_nonet | xml_parse_noerror | xml_parse_nowarning)
        let input = xml.withUnsafeBytes { bytes in
            // The reader needs the bytes as long as it lives, so it has a copy.
            library.xmlParserInputBufferCreateMem(
                bytes.bindMemory(to: CChar.self).baseAddress, Int32(clamping: bytes.count), 0)
        }
        guard let input else { throw .systemFailure(errno: ENOMEM) }
        // Stays ours: a reader frees only the input that it made itself.
        defer { library.xmlFreeParserInputBuffer(input) }
        guard let reader = library.xmlNewTextReader(input, nil) else { throw .systemFailure(errno: ENOMEM) }
        defer { library.xmlFreeTextReader(reader) }
        _ = library.xmlTextReaderSetup(reader, nil, nil, nil, options)
        var paragraph = ""
        var isText = false
        while true {
            switch library.xmlTextReaderRead(reader) {
            case 1: break
            case 0:
                if !paragraph.isEmpty { try body(paragraph) }
                return
            default: throw .damaged
            }
            let name = library.xmlTextReaderConstLocalName(reader).map { String(cString: $0) } ?? ""
            switch Int(library.xmlTextReaderNodeType(reader)) {
            case xml_reader_element:
                switch name {
                case "t": isText = library.xmlTextReaderIsEmptyElement(reader) == 0
                case "tab": paragraph += " "
                case "br", "cr": paragraph += "\n"
                case "noBreakHyphen": paragraph += "-"
                default: break
                }
            case xml_reader_end_element:
                if name == "t" { isText = false }
                if name == "p" {
                    try body(paragraph + "\n")
                    paragraph = ""
                }
            case xml_reader_text, xml_reader_significant_whitespace,
                xml_reader_whitespace, xml_reader_cdata:
                if isText, let value = library.xmlTextReaderConstValue(reader) { paragraph += String(cString: value) }
            default: break
            }
        }
    }
}
