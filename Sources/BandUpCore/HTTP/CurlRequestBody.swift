import CCurl
import FoundationEssentials
import Glibc

/// Produces an `HTTPBody`'s bytes in order, into buffers of any size, in constant memory.
struct CurlRequestBody: ~Copyable {
    private let segments: [HTTPBody.Segment]
    private var index = 0
    /// Into the current segment: bytes of the data or of the file.
    private var offset = 0
    private var descriptor: Int32 = -1
    /// Base64 digits that did not fit into the last buffer.
    private var leftover: [UInt8] = []

    init(_ body: HTTPBody) {
        segments = body.segments
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// All bytes have been handed out.
    var isAtEnd: Bool { index == segments.count && leftover.isEmpty }

    /// Begins from the first byte again.
    mutating func rewind() {
        closeFile()
        (index, offset) = (0, 0)
        leftover = []
    }

    /// Fills `buffer` as far as the body goes.
    /// - Returns: the number of bytes, 0 at the end.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(HTTPClientError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            if !leftover.isEmpty {
                let count = min(leftover.count, rest.count)
                rest.copyBytes(from: leftover.prefix(count))
                leftover.removeFirst(count)
                filled += count
                continue
            }
            guard index < segments.count else { break }
            let count: Int
            switch segments[index] {
            case .bytes(let data):
                count = min(data.count - offset, rest.count)
                let start = data.startIndex + offset
                data.copyBytes(to: rest, from: start..<(start + count))
                offset += count
                if offset == data.count { nextSegment() }
            case .file(let path, let byteCount):
                count = min(byteCount - offset, rest.count)
                try readFile(path, into: UnsafeMutableRawBufferPointer(rebasing: rest[..<count]))
                if offset == byteCount { nextSegment() }
            case .filePart(let path, let start, let byteCount):
                count = min(byteCount - offset, rest.count)
                try readFile(path, from: start, into: UnsafeMutableRawBufferPointer(rebasing: rest[..<count]))
                if offset == byteCount { nextSegment() }
            case .base64OfFile(let path, let byteCount):
                count = try encodeFile(path, byteCount: byteCount, into: rest)
                if offset == byteCount { nextSegment() }
            }
            filled += count
        }
        return filled
    }

    /// Reads the file's bytes into the end of `buffer` and encodes them in place, towards its front.
    private mutating func encodeFile(
        _ path: String, byteCount: Int, into buffer: UnsafeMutableRawBufferPointer
    ) throws(HTTPClientError) -> Int {
        let groups = min(buffer.count / 4, (byteCount - offset) / 3)
        guard groups > 0, let base = buffer.baseAddress else {
            try encodeLastBytes(of: path, byteCount: byteCount)
            return 0
        }
        let input = UnsafeMutableRawBufferPointer(start: base + groups, count: groups * 3)
        try readFile(path, into: input)
        ccurl_base64_groups(
            UnsafeRawPointer(base + groups).assumingMemoryBound(to: UInt8.self), groups,
            base.assumingMemoryBound(to: CChar.self))
        return groups * 4
    }

    /// The next three bytes, or the one or two at the end with their padding, by way of `leftover`.
    private mutating func encodeLastBytes(of path: String, byteCount: Int) throws(HTTPClientError) {
        var input: [UInt8] = [0, 0, 0]
        let count = min(3, byteCount - offset)
        guard count > 0 else { return }
        var failure: HTTPClientError?
        input.withUnsafeMutableBytes { bytes in
            do throws(HTTPClientError) {
                try readFile(path, into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]))
            } catch { failure = error }
        }
        if let failure { throw failure }
        leftover = Array(repeating: UInt8(ascii: "="), count: 4)
        var digits = [CChar](repeating: 0, count: 4)
        ccurl_base64_groups(input, 1, &digits)
        for position in 0...count { leftover[position] = UInt8(bitPattern: digits[position]) }
    }

    /// Fills `buffer` from the file at `start` plus `offset`, and moves on.
    private mutating func readFile(
        _ path: String, from start: Int = 0, into buffer: UnsafeMutableRawBufferPointer
    ) throws(HTTPClientError) {
        if descriptor < 0 {
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .file(path: path, reason: systemErrorText(errno)) }
        }
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(start + offset))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .file(path: path, reason: systemErrorText(errno)) }
            // Content-Length has been sent: a shorter body can't be completed.
            guard count > 0 else { throw .file(path: path, reason: "is shorter than it was") }
            filled += count
            offset += count
        }
    }

    private mutating func nextSegment() {
        closeFile()
        index += 1
        offset = 0
    }

    private mutating func closeFile() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}

/// The system's words for an error number.
func systemErrorText(_ number: Int32) -> String {
    strerror(number).map { String(cString: $0) } ?? "error \(number)"
}
