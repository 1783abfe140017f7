import Glibc

/// What a file is, by its content.
enum DocumentFormat {
    case pdf
    /// Perhaps a DOCX.
    case zip
    /// All of its text.
    case text(String)

    /// - Throws: `.unknownFormat` for what is none of these.
    static func detect(_ path: String, _ limits: DocumentLimits) throws(DocumentError) -> DocumentFormat {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .systemFailure(errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .systemFailure(errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unknownFormat }
        guard status.st_size > 0 else { throw .empty }
        guard status.st_size <= limits.bytes else { throw .tooManyBytes(limit: limits.bytes) }
        let head = try bytes(of: descriptor, count: min(1024, status.st_size))
        if contains(head, Array("%PDF-".utf8)) { return .pdf }
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .zip }
        // Four bytes a character at most.
        guard looksLikeText(head) else { throw .unknownFormat }
        guard status.st_size / 4 <= limits.characters else { throw .tooManyCharacters(limit: limits.characters) }
        guard let text = text(of: try bytes(of: descriptor, count: status.st_size)) else { throw .unknownFormat }
        return .text(text)
    }

    private static func bytes(of descriptor: Int32, count: Int) throws(DocumentError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let read = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress?.advanced(by: filled), count - filled, off_t(filled))
            }
            if read < 0 { throw .systemFailure(errno: errno) }
            if read == 0 { break }
            filled += read
        }
        bytes.removeLast(count - filled)
        return bytes
    }

    private static func contains(_ bytes: [UInt8], _ mark: [UInt8]) -> Bool {
        bytes.count >= mark.count
            && (0...(bytes.count - mark.count)).contains { bytes[$0..<($0 + mark.count)].elementsEqual(mark) }
    }

    /// No control characters but those of text; UTF-16 says so with its byte order mark.
    private static func looksLikeText(_ head: [UInt8]) -> Bool {
        if isUTF16(head) { return true }
        return head.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) || $0 == 0x1B }
    }

    private static func isUTF16(_ head: [UInt8]) -> Bool {
        head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
    }

    /// UTF-8, or UTF-16 with a byte order mark; nil where more than a hundredth is broken.
    private static func text(of bytes: [UInt8]) -> String? {
        let text: String
        if isUTF16(bytes) {
            let isLittleEndian = bytes[0] == 0xFF
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
                isLittleEndian
                    ? UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
                    : UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
            }
            text = String(decoding: units, as: UTF16.self)
        } else {
            text = String(decoding: bytes, as: UTF8.self)
        }
        let broken = text.unicodeScalars.count { $0 == "\u{FFFD}" || $0 == "\0" }
        return broken * 100 <= text.unicodeScalars.count ? text : nil
    }
}
