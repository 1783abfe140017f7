import Glibc

/// Bytes that make a plain RIFF WAVE file of one in a rarer form. The samples stay where they are.
///
/// RF64 and Wave64 exist for recordings above four gigabytes, but programs write them for any length; no model's side
/// promises to read them. What is sent is then RIFF, as its media type says.
struct HeaderPatch: Sendable, Equatable {
    struct Piece: Sendable, Equatable {
        let offset: Int
        let bytes: [UInt8]
    }

    private let pieces: [Piece]

    init(_ pieces: [Piece]) {
        self.pieces = pieces
    }

    /// A whole header in front of samples that begin at `dataStart`, filled up with a chunk that readers step over; nil
    /// where there is no room for it.
    init?(riffOver format: [UInt8], dataStart: Int, byteCount: Int) {
        let format = format.count % 2 == 0 ? format : format + [0]
        let head = 20 + format.count
        let filler = dataStart - 8 - head - 8
        guard format.count >= 16, filler >= 0 else { return nil }
        let opening =
            Self.riff(dataStart + byteCount - 8) + Array("WAVEfmt ".utf8) + Self.little(format.count) + format
            + Array("JUNK".utf8) + Self.little(filler)
        self.init([
            Piece(offset: 0, bytes: opening),
            Piece(offset: dataStart - 8, bytes: Array("data".utf8) + Self.little(byteCount)),
        ])
    }

    /// - Returns: false where the file can't be written.
    func apply(toFileAt path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return pieces.allSatisfy { pwrite(descriptor, $0.bytes, $0.bytes.count, off_t($0.offset)) == $0.bytes.count }
    }

    static func riff(_ size: Int) -> [UInt8] { Array("RIFF".utf8) + little(size) }

    static func little(_ number: Int) -> [UInt8] {
        let number = UInt32(clamping: number)
        return (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
