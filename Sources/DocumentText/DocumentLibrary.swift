import CArchive
import CMark
import CUchardet
import CXML

/// A library that is loaded when the first document needs it, in the reading process.
package enum DocumentLibrary: Int, Sendable, CustomStringConvertible {
    case poppler = 1, archive, xml, mark, uchardet, iconv

    package var description: String {
        switch self {
        case .poppler: "libpoppler-glib"
        case .archive: "libarchive"
        case .xml: "libxml2"
        case .mark: "libcmark"
        case .uchardet: "libuchardet"
        case .iconv: "a module of iconv"
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

enum CommonMark {
    private static let functions = mark_load()?.pointee

    static func loaded() throws(DocumentError) -> mark_functions {
        guard let functions else { throw .libraryMissing(.mark) }
        return functions
    }
}

enum Uchardet {
    private static let functions = uchardet_load()?.pointee

    static func loaded() throws(DocumentError) -> uchardet_functions {
        guard let functions else { throw .libraryMissing(.uchardet) }
        return functions
    }
}
