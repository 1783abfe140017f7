import CXML
import Glibc

/// The elements and texts of an XML document, one after the other. Names are without prefixes.
final class XMLEvents {
    enum Event {
        /// `isEmpty`: no end follows.
        case start(String, isEmpty: Bool)
        case end(String)
        case text(String)
    }

    private let library: xml_functions
    private let input: OpaquePointer
    private let reader: OpaquePointer

    /// - Throws: `.libraryMissing`, `.systemFailure`.
    init(_ xml: [UInt8]) throws(DocumentError) {
        library = try XML.loaded()
        let made = xml.withUnsafeBytes { [library] bytes in
            // The reader needs the bytes as long as it lives, so it has a copy.
            library.xmlParserInputBufferCreateMem(
                bytes.bindMemory(to: CChar.self).baseAddress, Int32(clamping: bytes.count), 0)
        }
        guard let made else { throw .systemFailure(errno: ENOMEM) }
        guard let reader = library.xmlNewTextReader(made, nil) else {
            library.xmlFreeParserInputBuffer(made)
            throw .systemFailure(errno: ENOMEM)
        }
        input = made
        self.reader = reader
        // No network, no entities from elsewhere, nothing printed; the parser's own limits on depth and expansion hold.
        let options = Int32(xml_parse_nonet | xml_parse_noerror | xml_parse_nowarning)
        _ = library.xmlTextReaderSetup(reader, nil, nil, nil, options)
    }

    deinit {
        library.xmlFreeTextReader(reader)
        // Stays ours: a reader frees only the input that it made itself.
        library.xmlFreeParserInputBuffer(input)
    }

    /// Nil at the end.
    /// - Throws: `.damaged`.
    func next() throws(DocumentError) -> Event? {
        while true {
            switch library.xmlTextReaderRead(reader) {
            case 1: break
            case 0: return nil
            default: throw .damaged
            }
            switch Int(library.xmlTextReaderNodeType(reader)) {
            case xml_reader_element: return .start(name, isEmpty: library.xmlTextReaderIsEmptyElement(reader) != 0)
            case xml_reader_end_element: return .end(name)
            case xml_reader_text, xml_reader_significant_whitespace, xml_reader_whitespace, xml_reader_cdata:
                if let value { return .text(value) }
            default: break
            }
        }
    }

    /// The attributes of the element that has just begun.
    var attributes: [String: String] {
        var attributes: [String: String] = [:]
        while library.xmlTextReaderMoveToNextAttribute(reader) == 1 { attributes[name] = value }
        _ = library.xmlTextReaderMoveToElement(reader)
        return attributes
    }

    /// Reads on to the end of the element that has just begun, and no further.
    func skip() throws(DocumentError) {
        var depth = 1
        while depth > 0, let event = try next() {
            switch event {
            case .start(_, let isEmpty): depth += isEmpty ? 0 : 1
            case .end: depth -= 1
            case .text: break
            }
        }
    }

    private var name: String { library.xmlTextReaderConstLocalName(reader).map { String(cString: $0) } ?? "" }
    private var value: String? { library.xmlTextReaderConstValue(reader).map { String(cString: $0) } }
}
