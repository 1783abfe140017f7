import CArchive
import CXML

/// A library that is loaded when the first document needs it, in the reading process.
package enum DocumentLibrary: Int, Sendable, CustomStringConvertible {
    case poppler = 1, archive, xml

    package var description: String {
        switch self {
        case .poppler: "libpoppler-glib"
        case .archive: "libarchive"
        case .xml: "libxml2"
        }
    }
}

enum Archive {
    private static let functions = archive_load()?.pointee

    static func loaded() throws(DocumentError) -> archive_functions {
        guard let functions else { throw .libraryMissing(.archive) }
        return functions
    }
}

enum XML {
    private static let functions = xml_load()?.pointee

    static func loaded() throws(DocumentError) -> xml_functions {
        guard let functions else { throw .libraryMissing(.xml) }
        return functions
    }
}
