import Glibc

/// Takes messages off the pipe from a reading process, which may send anything, and at any pace.
struct ReaderOutput: ~Copyable {
    private let descriptor: Int32
    private let longestContent: Int
    private let end: timespec
    private var buffer: [UInt8] = []
    private var used = 0

    enum Read {
        case message(ReaderMessage)
        case endOfFile
        case timeOver
        /// No reading process of ours would send this.
        case nonsense
    }

    init(descriptor: Int32, limits: DocumentLimits) {
        self.descriptor = descriptor
        longestContent = limits.characters * 4 + 64
        end = Self.now(plus: limits.seconds)
    }

    deinit { close(descriptor) }

    mutating func next() -> Read {
        while true {
            if let message = buffered() { return message }
            switch fill() {
            case .bytes: continue
            case .endOfFile: return .endOfFile
            case .timeOver: return .timeOver
            }
        }
    }

    private mutating func buffered() -> Read? {
        let rest = buffer[used...]
        guard rest.count >= ReaderMessage.headerLength, let kind = rest.first else { return nil }
        let length = ReaderMessage.contentLength(header: rest.prefix(ReaderMessage.headerLength))
        guard length <= longestContent else { return .nonsense }
        guard rest.count >= ReaderMessage.headerLength + length else { return nil }
        let start = used + ReaderMessage.headerLength
        used = start + length
        return ReaderMessage(kind: kind, content: buffer[start..<used]).map(Read.message) ?? .nonsense
    }

    private enum Filled { case bytes, endOfFile, timeOver }

    private mutating func fill() -> Filled {
        buffer.removeFirst(used)
        used = 0
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while true {
            let remaining = remainingMilliseconds()
            guard remaining > 0 else { return .timeOver }
            let ready = Glibc.poll(&poll, 1, Int32(clamping: remaining))
            if ready > 0 { break }
        }
        let block = 65_536
        let filled = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: block))
        let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: filled), block) }
        buffer.removeLast(block - max(0, count))
        return count > 0 ? .bytes : .endOfFile
    }

    private func remainingMilliseconds() -> Int {
        let now = Self.now(plus: 0)
        return (end.tv_sec - now.tv_sec) * 1000 + (end.tv_nsec - now.tv_nsec) / 1_000_000
    }

    private static func now(plus seconds: Int) -> timespec {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        time.tv_sec += seconds
        return time
    }
}
