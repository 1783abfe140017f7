import FoundationEssentials
import Glibc

/// A file in memory, for code that reads files: no disk is touched for a million of them.
final class ScratchFile {
    private let descriptor: Int32

    init() throws {
        var template = Array("/dev/shm/bandup-fuzz-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw POSIXError(.EIO) }
        unlink(template)
    }

    deinit { close(descriptor) }

    var path: String { "/proc/self/fd/\(descriptor)" }

    func fill(_ bytes: [UInt8]) throws {
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            throw POSIXError(.EIO)
        }
    }
}
