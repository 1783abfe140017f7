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
        let xml = try ZipEntry.read("word/document.xml", of: path, maximum: maximumXMLBytes)
        // No network, no entities from elsewhere, nothing printed; the parser's own limits on depth and expansion hold.
        let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
        let input = xml.withUnsafeBytes { bytes in
            // The reader needs the bytes as long as it lives, so it has a copy.
            xmlParserInputBufferCreateMem(
                bytes.bindMemory(to: CChar.self).baseAddress, Int32(clamping: bytes.count), XML_CHAR_ENCODING_NONE)
        }
        guard let input else { throw .systemFailure(errno: ENOMEM) }
        // Stays ours: a reader frees only the input that it made itself.
        defer { xmlFreeParserInputBuffer(input) }
        guard let reader = xmlNewTextReader(input, nil) else { throw .systemFailure(errno: ENOMEM) }
        defer { xmlFreeTextReader(reader) }
        xmlTextReaderSetup(reader, nil, nil, nil, options)
        var paragraph = ""
        var isText = false
        while true {
            switch xmlTextReaderRead(reader) {
            case 1: break
            case 0:
                if !paragraph.isEmpty { try body(paragraph) }
                return
            default: throw .damaged
            }
            let name = xmlTextReaderConstLocalName(reader).map { String(cString: $0) } ?? ""
            switch UInt32(bitPattern: xmlTextReaderNodeType(reader)) {
            case XML_READER_TYPE_ELEMENT.rawValue:
                switch name {
                case "t": isText = xmlTextReaderIsEmptyElement(reader) == 0
                case "tab": paragraph += " "
                case "br", "cr": paragraph += "\n"
                case "noBreakHyphen": paragraph += "-"
                default: break
                }
            case XML_READER_TYPE_END_ELEMENT.rawValue:
                if name == "t" { isText = false }
                if name == "p" {
                    try body(paragraph + "\n")
                    paragraph = ""
                }
            case XML_READER_TYPE_TEXT.rawValue, XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue,
                XML_READER_TYPE_WHITESPACE.rawValue, XML_READER_TYPE_CDATA.rawValue:
                if isText, let value = xmlTextReaderConstValue(reader) { paragraph += String(cString: value) }
            default: break
            }
        }
    }
}
