/// A browser's form (multipart/form-data, RFC 7578) that was stored as it was sent, boundaries and all.
struct MultipartBody {
    /// The file of the form, the largest of several; nil where it has fields only.
    let file: Range<Int>?

    /// Nil for what is no such form: it begins with a boundary, and the line behind it is a header.
    init?(_ bytes: UnsafeRawBufferPointer) {
        let start = bytes.firstIndex { $0 != 0x0D && $0 != 0x0A } ?? bytes.count
        guard bytes.slice(start..<bytes.count).starts(with: "--"),
            let boundary = Self.line(of: bytes, from: start), (3...74).contains(boundary.content.count),
            let header = Self.line(of: bytes, from: boundary.next),
            Self.text(bytes, header.content).hasPrefix("content-")
        else { return nil }
        let delimiter = [0x0A] + Array(bytes[boundary.content])
        var file: Range<Int>?
        var position = boundary.next
        while position < bytes.count {
            let end = bytes.firstIndex(of: delimiter, from: position) ?? bytes.count
            if let body = Self.file(bytes, position..<end), body.count > (file?.count ?? 0) { file = body }
            // To the end of the boundary's line; "--" behind it is the end of all.
            guard end < bytes.count, let line = Self.line(of: bytes, from: end + 1) else { break }
            position = line.next
        }
        self.file = file
    }

    /// The body of a part that is a file.
    private static func file(_ bytes: UnsafeRawBufferPointer, _ part: Range<Int>) -> Range<Int>? {
        var position = part.lowerBound
        var isFile = false
        while position < part.upperBound, let line = line(of: bytes, from: position) {
            position = line.next
            if line.content.isEmpty {
                var end = part.upperBound
                if end > position, end < bytes.count, bytes[end - 1] == 0x0D { end -= 1 }
                return isFile && end > position ? position..<end : nil
            }
            let header = text(bytes, line.content)
            if header.hasPrefix("content-disposition:"), header.contains("filename") { isFile = true }
        }
        return nil
    }

    /// The line that begins at `start`, and where the next one does.
    private static func line(
        of bytes: UnsafeRawBufferPointer, from start: Int
    ) -> (content: Range<Int>, next: Int)? {
        guard start < bytes.count else { return nil }
        let end = bytes.firstIndex(of: [0x0A], from: start) ?? bytes.count
        let isCRLF = end > start && bytes[end - 1] == 0x0D
        return (start..<(isCRLF ? end - 1 : end), min(end + 1, bytes.count))
    }

    private static func text(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> String {
        String(decoding: bytes[line].prefix(1000), as: UTF8.self).lowercased()
    }
}
