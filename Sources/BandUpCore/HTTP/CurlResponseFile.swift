import Base
import FoundationEssentials
import Glibc

/// The file that a response's body goes to: readable by its owner only, gone again unless it was completed.
struct CurlResponseFile: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private var isComplete = false

    /// Creates the file. One that exists is removed first and not overwritten: its permissions, or the target of a
    /// symbolic link, would be someone else's choice.
    init(path: String) throws(HTTPClientError) {
        if unlink(path) != 0, errno != ENOENT {
            throw .file(path: path, reason: systemErrorText(errno))
        }
        let opened = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw .file(path: path, reason: systemErrorText(errno)) }
        self.init(path: path, descriptor: opened)
    }

    /// Takes over an open descriptor; `path` is what is removed on failure.
    init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
        if !isComplete { unlink(path) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(HTTPClientError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = systemWrite(descriptor, rest)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .file(path: path, reason: systemErrorText(errno)) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    mutating func complete() {
        isComplete = true
    }
}
