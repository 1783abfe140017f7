import PDFText

/// What the reading process says to its parent: one byte of kind, four of length, big-endian, and the content.
///
/// The parent believes nothing of it: the process may have been taken over by the document.
enum ReaderMessage: Equatable {
    /// The process is up, and opens the document now. What fails before is not the document's fault.
    case ready
    case page(TextPage)
    case failed(DocumentError)
    /// All pages were given.
    case finished

    static let headerLength = 5

    /// Of all messages about a document within the limits.
    static func mostBytes(_ limits: DocumentLimits) -> Int {
        limits.characters * 4 + (limits.pages + 2) * (headerLength + 9)
    }

    var encoded: [UInt8] {
        var content: [UInt8] = []
        let kind: Kind
        switch self {
        case .ready: kind = .ready
        case .finished: kind = .finished
        case .page(let page):
            kind = .page
            content.append(contentsOf: Self.bytes(Int64(page.number)))
            content.append(page.isDamaged ? 1 : 0)
            content.append(contentsOf: Self.bytes(page.margins))
            content.append(contentsOf: page.text.utf8)
        case .failed(let error):
            kind = .failed
            let (code, number) = Self.code(of: error)
            content.append(code)
            content.append(contentsOf: Self.bytes(Int64(number)))
        }
        return [kind.rawValue] + Self.bytes(Int64(content.count)).suffix(4) + content
    }

    /// The length of the content that follows a header.
    static func contentLength(header: ArraySlice<UInt8>) -> Int {
        header.dropFirst().reduce(0) { $0 << 8 | Int($1) }
    }

    /// Nil for what no reading process would send.
    init?(kind: UInt8, content: ArraySlice<UInt8>) {
        switch Kind(rawValue: kind) {
        case .ready where content.isEmpty: self = .ready
        case .finished where content.isEmpty: self = .finished
        case .page where content.count >= 10:
            let number = Self.number(content.prefix(8))
            let mark = content[content.startIndex + 8]
            guard let (margins, rest) = Self.margins(content.dropFirst(9)) else { return nil }
            self = .page(
                TextPage(
                    number: number, text: String(decoding: rest, as: UTF8.self), isDamaged: mark == 1, margins: margins)
            )
        case .failed where content.count == 9:
            guard let code = content.first,
                let error = Self.error(code: code, number: Self.number(content.dropFirst()))
            else { return nil }
            self = .failed(error)
        default: return nil
        }
    }

    private enum Kind: UInt8 { case ready = 1, page, failed, finished }

    private static func bytes(_ number: Int64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> Int64($0)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        Int(bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) })
    }

    private static let mostLines = 7

    /// How many lines there are at each edge, and three bytes a line; the one byte 0xFF where no places are known.
    private static func bytes(_ margins: PageMargins?) -> [UInt8] {
        guard let margins else { return [0xFF] }
        let (top, bottom) = (margins.top.prefix(mostLines), margins.bottom.prefix(mostLines))
        return [UInt8(top.count << 4 | bottom.count)]
            + (top + bottom).flatMap { line in
                let place = UInt16((line.place > 0 ? min(1, line.place) : 0) * 65_535 + 0.5)
                return [line.isSpread ? 1 : 0, UInt8(place >> 8), UInt8(place & 0xFF)]
            }
    }

    private static func margins(_ content: ArraySlice<UInt8>) -> (PageMargins?, rest: ArraySlice<UInt8>)? {
        guard let counts = content.first else { return nil }
        guard counts != 0xFF else { return (nil, content.dropFirst()) }
        let (top, bottom) = (Int(counts >> 4), Int(counts & 0x0F))
        guard top <= mostLines, bottom <= mostLines else { return nil }
        let bytes = Array(content.dropFirst().prefix(3 * (top + bottom)))
        guard bytes.count == 3 * (top + bottom) else { return nil }
        let lines = stride(from: 0, to: bytes.count, by: 3).map { at in
            PageMargins.Line(
                place: Double(UInt16(bytes[at + 1]) << 8 | UInt16(bytes[at + 2])) / 65_535, isSpread: bytes[at] == 1)
        }
        let margins = PageMargins(top: Array(lines.prefix(top)), bottom: Array(lines.dropFirst(top)))
        return (margins, content.dropFirst(1 + bytes.count))
    }

    private static func code(of error: DocumentError) -> (UInt8, Int) {
        switch error {
        case .empty: (1, 0)
        case .unknownFormat: (2, 0)
        case .encrypted: (3, 0)
        case .damaged: (4, 0)
        case .tooManyBytes(let limit): (5, limit)
        case .tooManyPages(let limit): (6, limit)
        case .tooManyCharacters(let limit): (7, limit)
        case .tooSlow(let seconds): (8, seconds)
        case .readerFailed: (9, 0)
        case .systemFailure(let errno): (10, Int(errno))
        case .libraryMissing(let library): (11, library.rawValue)
        case .unknownEncoding: (12, 0)
        case .noText: (13, 0)
        case .foreign(let kind): (14, kind.rawValue)
        }
    }

    private static func error(code: UInt8, number: Int) -> DocumentError? {
        switch code {
        case 1: .empty
        case 2: .unknownFormat
        case 3: .encrypted
        case 4: .damaged
        case 5: .tooManyBytes(limit: number)
        case 6: .tooManyPages(limit: number)
        case 7: .tooManyCharacters(limit: number)
        case 8: .tooSlow(seconds: number)
        case 9: .readerFailed
        case 10: .systemFailure(errno: Int32(truncatingIfNeeded: number))
        case 11: DocumentLibrary(rawValue: number).map { .libraryMissing($0) }
        case 12: .unknownEncoding
        case 13: .noText
        case 14: ForeignText(rawValue: number).map { .foreign($0) }
        default: nil
        }
    }
}
