import Glibc

/// A file's bytes, without a copy of them.
struct MappedFile: ~Copyable {
    let bytes: UnsafeRawBufferPointer

    /// - Throws: `.unknownFormat` for what is no file, `.empty`, `.tooManyBytes`, `.systemFailure`.
    init(_ path: String, maximum: Int) throws(DocumentError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .systemFailure(errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .systemFailure(errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unknownFormat }
        guard status.st_size > 0 else { throw .empty }
        guard status.st_size <= maximum else { throw .tooManyBytes(limit: maximum) }
        let start = mmap(nil, status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let start, start != MAP_FAILED else { throw .systemFailure(errno: errno) }
        bytes = UnsafeRawBufferPointer(start: start, count: status.st_size)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}

extension UnsafeRawBufferPointer {
    func starts(with mark: StaticString) -> Bool { self[0..<count].prefix(mark.utf8CodeUnitCount).elementsEqual(mark) }

    /// The place of `mark` at or behind `start`.
    func firstIndex(of mark: some Collection<UInt8>, from start: Int = 0) -> Int? {
        let mark = Array(mark)
        guard let base = baseAddress, let first = mark.first else { return nil }
        var position = start
        while position + mark.count <= count {
            guard let found = memchr(base + position, Int32(first), count - mark.count + 1 - position) else {
                return nil
            }
            position = base.distance(to: UnsafeRawPointer(found))
            if memcmp(found, mark, mark.count) == 0 { return position }
            position += 1
        }
        return nil
    }

    func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[range]) }
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate func elementsEqual(_ mark: StaticString) -> Bool {
        elementsEqual(UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount))
    }
}
