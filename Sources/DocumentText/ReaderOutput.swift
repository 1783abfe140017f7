/// Cuts what comes from a reading process, which may send anything, into messages.
struct ReaderOutput {
    private let longestContent: Int
    private var buffer: [UInt8] = []
    private var used = 0

    enum Read {
        case message(ReaderMessage)
        /// Until more comes.
        case nothing
        /// No reading process of ours would send this.
        case nonsense
    }

    init(limits: DocumentLimits) {
        longestContent = limits.characters * 4 + 64
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        buffer.removeFirst(used)
        used = 0
        buffer.append(contentsOf: bytes)
    }

    mutating func next() -> Read {
        let rest = buffer[used...]
        guard rest.count >= ReaderMessage.headerLength, let kind = rest.first else { return .nothing }
        let length = ReaderMessage.contentLength(header: rest.prefix(ReaderMessage.headerLength))
        guard length <= longestContent else { return .nonsense }
        guard rest.count >= ReaderMessage.headerLength + length else { return .nothing }
        let start = used + ReaderMessage.headerLength
        used = start + length
        return ReaderMessage(kind: kind, content: buffer[start..<used]).map(Read.message) ?? .nonsense
    }
}
