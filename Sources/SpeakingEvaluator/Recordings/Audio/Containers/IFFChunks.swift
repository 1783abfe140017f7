import BandUpCore
/// The chunks of a RIFF or AIFF file: a name of four letters, a size, the content, and a byte where the size is odd.
struct IFFChunks {
    struct Chunk {
        let id: String
        let start: Int
        /// As stated, which may be more than the file holds.
        let size: Int
    }

    private(set) var chunks: [Chunk] = []
    /// Whether the last one ends where the file does, so that nothing was overlooked.
    private(set) var isWhole = false

    /// Real files have a handful, and some a page for each picture; a hostile one has no more say over the time here.
    private static let most = 10_000

    /// - Parameter sizes: for chunks that state all ones, as their real size stands elsewhere.
    init(_ file: FileHeadReader, from start: Int, bigEndian: Bool, sizes: [String: Int] = [:]) {
        var reader = SequentialReader(file)
        var offset = start
        while offset + 8 <= file.byteCount, chunks.count < Self.most {
            guard let stated = reader.integer(count: 4, at: offset + 4, bigEndian: bigEndian) else { break }
            let id = String(decoding: reader.read(count: 4, at: offset), as: UTF8.self)
            let size = stated == 0xFFFF_FFFF ? sizes[id] ?? Int(stated) : Int(stated)
            chunks.append(Chunk(id: id, start: offset + 8, size: size))
            offset += 8 + size + size % 2
        }
        // A pad byte is often forgotten at the end, or a byte too many written.
        isWhole = offset + 8 > file.byteCount && offset <= file.byteCount + 1
    }

    /// Where the samples are that begin at `start` and have a size of `stated`, 0 or less where that was never filled
    /// in.
    ///
    /// A recorder that streams leaves it so; then what the file holds counts. But 0 is the truth where other chunks
    /// fill the rest of the file.
    static func samples(_ file: FileHeadReader, from start: Int, stated: Int, bigEndian: Bool) -> Range<Int> {
        let available = max(0, file.byteCount - start)
        guard stated <= 0 else { return start..<(start + min(stated, available)) }
        let rest = IFFChunks(file, from: start, bigEndian: bigEndian)
        let isTrulyEmpty = rest.isWhole && rest.chunks.allSatisfy(\.hasPlainName)
        return start..<(start + (isTrulyEmpty ? 0 : available))
    }

    func first(_ id: String) -> Chunk? {
        chunks.first { $0.id == id }
    }
}

extension IFFChunks.Chunk {
    /// Names are letters, digits and blanks; samples hardly ever look like one.
    fileprivate var hasPlainName: Bool {
        id.utf8.count == 4 && id.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}
