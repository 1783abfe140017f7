import CArchive

/// One file of a ZIP archive, in memory.
enum ZipEntry {
    /// - Parameter maximum: in bytes, unpacked; what an archive says of its sizes is not believed.
    /// - Throws: `.unknownFormat` where the archive has no such file, `.encrypted`, `.damaged`.
    static func read(_ name: String, of path: String, maximum: Int) throws(DocumentError) -> [UInt8] {
        let library = try Archive.loaded()
        guard let archive = library.archive_read_new() else { throw .systemFailure(errno: 12) }
        defer { _ = library.archive_read_free(archive) }
        _ = library.archive_read_support_format_zip(archive)
        guard library.archive_read_open_filename(archive, path, 65_536) == archive_ok else { throw .damaged }
        var entry: OpaquePointer?
        while true {
            let code = library.archive_read_next_header(archive, &entry)
            if code == archive_eof { throw .unknownFormat }
            guard code == archive_ok || code == archive_warn, let entry else { throw .damaged }
            guard let pathname = library.archive_entry_pathname(entry), String(cString: pathname) == name
            else { continue }
            guard library.archive_entry_is_encrypted(entry) == 0 else { throw .encrypted }
            return try contents(archive, library, maximum: maximum)
        }
    }

    private static func contents(
        _ archive: OpaquePointer, _ library: archive_functions, maximum: Int
    ) throws(DocumentError) -> [UInt8] {
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
