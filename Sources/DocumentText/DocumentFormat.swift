/// What a file is, by its content: names and content types lie. Told by a look at bytes, without any library.
enum DocumentFormat: Equatable {
    case pdf
    /// Perhaps a DOCX.
    case zip
    /// Microsoft's container of before DOCX, which is also put around a DOCX with a password.
    case compoundFile
    /// A browser's form, sent and stored as it came; the range of the file in it.
    case form(file: Range<Int>)
    /// Text, or nothing that is known.
    case other

    static func detect(_ bytes: UnsafeRawBufferPointer) throws(DocumentError) -> DocumentFormat {
        if isPDF(bytes) { return .pdf }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .zip }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { return .compoundFile }
        if let form = MultipartBody(bytes) {
            guard let file = form.file else { throw .foreign(.formWithoutFile) }
            return .form(file: file)
        }
        return .other
    }

    /// The header is a line at the file's beginning, or stands behind something else among the first 1,024 bytes, as other
    /// readers take it too; then objects and the end must be there. A text that names the header is none.
    private static func isPDF(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let place = bytes.firstIndex(of: "%PDF-".utf8), place < 1024 else { return false }
        if place == 0, isHeaderLine(bytes) { return true }
        let beginsLine = place == 0 || bytes[place - 1] < 0x20
        let isBehindBinary = bytes[..<place].contains { $0 >= 0x80 || $0 < 0x09 }
        return (beginsLine || isBehindBinary) && bytes.firstIndex(of: " obj".utf8, from: place) != nil
            && bytes.firstIndex(of: "%%EOF".utf8, from: max(place, bytes.count - 1024)) != nil
    }

    /// Nothing but a version, and a line's end.
    private static func isHeaderLine(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let line = bytes.dropFirst(5).prefix(16).prefix { $0 >= 0x20 }
        return !line.contains { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 }
    }
}
