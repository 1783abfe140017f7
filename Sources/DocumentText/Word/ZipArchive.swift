import CArchive
import Glibc

/// A ZIP archive, whose files are read into memory one at a time.
struct ZipArchive {
    let bytes: UnsafeRawBufferPointer
    /// Of one file, in bytes, unpacked; what an archive says of its sizes is not believed.
    let maximum: Int

    /// Names are compared as those of a package's parts are (ECMA-376 part 2, 6.2.2): "\" for "/" is a mistake of some
    /// writers.
    /// - Returns: nil where the archive has no such file.
    /// - Throws: `.encrypted`, `.damaged`, `.tooManyBytes`.
    func contents(of name: String) throws(DocumentError) -> [UInt8]? {
        let library = try Archive.loaded()
        guard let archive = library.archive_read_new() else { throw .systemFailure(errno: ENOMEM) }
        defer { _ = library.archive_read_free(archive) }
        _ = library.archive_read_support_format_zip(archive)
        guard library.archive_read_open_memory(archive, bytes.baseAddress, bytes.count) == archive_ok else {
            throw .damaged
        }
        let wanted = Self.normalized(name)
        var entry: OpaquePointer?
        while true {
            let code = library.archive_read_next_header(archive, &entry)
            if code == archive_eof { return nil }
            guard code == archive_ok || code == archive_warn, let entry else { throw .damaged }
            guard let pathname = library.archive_entry_pathname(entry),
                Self.normalized(String(cString: pathname)) == wanted
            else { continue }
            guard library.archive_entry_is_encrypted(entry) == 0 else { throw .encrypted }
            return try contents(archive, library)
        }
    }

    private static func normalized(_ name: String) -> String {
        let name = String(name.map { $0 == "\\" ? "/" : $0 }).lowercased()
        return name.hasPrefix("/") ? String(name.dropFirst()) : name
    }

    private func contents(_ archive: OpaquePointer, _ library: archive_functions) throws(DocumentError) -> [UInt8] {
        var result: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = library.archive_read_data(archive, &block, block.count)
            guard count >= 0 else { throw .damaged }
            if count == 0 { return result }
            guard result.count + count <= maximum else { throw .tooManyBytes(limit: maximum) }
            result.append(contentsOf: block[..<count])
        }
    }
}
