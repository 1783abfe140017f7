import BandUpCore
import Glibc

/// Reads short ranges of a file, so that a header far inside a 100 MB recording costs no memory.
final class FileHeadReader {
    private let descriptor: Int32
    let byteCount: Int

    init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        byteCount = Int(status.st_size)
    }

    deinit {
        close(descriptor)
    }

    /// Fewer bytes than asked for at the file's end, none for an offset outside the file.
    func read(count: Int, at offset: Int) -> [UInt8] {
        guard count > 0, (0..<byteCount).contains(offset) else { return [] }
        return [UInt8](unsafeUninitializedCapacity: min(count, byteCount - offset)) { buffer, initialized in
            initialized = max(0, pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)))
        }
    }

    /// A whole number of up to eight bytes; nil behind the file's end.
    func integer(count: Int, at offset: Int, bigEndian: Bool) -> UInt64? {
        let bytes = read(count: count, at: offset)
        guard bytes.count == count else { return nil }
        return (bigEndian ? bytes : bytes.reversed()).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
