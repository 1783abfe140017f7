import FoundationEssentials
import Glibc

@testable import BandUpCore

/// Holds the input that is being tried in a file that outlives a crash, and keeps what was found.
///
/// The file is mapped into memory: noting an input is a copy of its bytes, and they are in the file whatever becomes of
/// the process. It begins with the count of bytes, in eight bytes of this machine's order.
struct FuzzNotebook: ~Copyable {
    private let target: String
    private let folder: String?
    private let page: UnsafeMutableRawPointer?

    private static let capacity = 1 << 20
    private static let headerLength = MemoryLayout<Int>.size

    /// - Parameter folder: nil for a notebook that forgets everything.
    init(target: String, folder: String?) throws {
        self.target = target
        self.folder = folder
        guard let folder else {
            page = nil
            return
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let descriptor = open("\(folder)/\(target).running", O_RDWR | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0, ftruncate(descriptor, Self.capacity) == 0 else { throw POSIXError(.EIO) }
        defer { Glibc.close(descriptor) }
        let mapped = mmap(nil, Self.capacity, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard mapped != MAP_FAILED else { throw POSIXError(.ENOMEM) }
        page = mapped
    }

    func note(_ input: [UInt8]) {
        guard let page else { return }
        let count = min(input.count, Self.capacity - Self.headerLength)
        page.storeBytes(of: count, as: Int.self)
        input.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { memcpy(page + Self.headerLength, base, count) }
        }
    }

    /// - Returns: the file that the input was written to.
    func keep(_ input: [UInt8]) -> String? {
        guard let folder else { return nil }
        let path = "\(folder)/\(target)-\(UUID().uuidString.prefix(8)).bin"
        return FileManager.default.createFile(atPath: path, contents: Data(input)) ? path : nil
    }

    /// Nothing crashed: the note is taken away.
    func close() {
        guard let page, let folder else { return }
        munmap(page, Self.capacity)
        unlink("\(folder)/\(target).running")
    }
}
