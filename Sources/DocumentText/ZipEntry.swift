import CArchive

/// One file of a ZIP archive, in memory.
enum ZipEntry {
    /// - Parameter maximum: in bytes, unpacked; what an archive says of its sizes is not believed.
    /// - Throws: `.unknownFormat` where the archive has no such file, `.encrypted`, `.damaged`.
    static func read(_ name: String, of path: String, maximum: Int) throws(DocumentError) -> [UInt8] {
        guard let archive = archive_read_new() else { throw .systemFailure(errno: 12) }
        defer { archive_read_free(archive) }
        archive_read_support_format_zip(archive)
        guard archive_read_open_filename(archive, path, 65_536) == ARCHIVE_OK else { throw .damaged }
        var entry: OpaquePointer?
        while true {
            let code = archive_read_next_header(archive, &entry)
            if code == ARCHIVE_EOF { throw .unknownFormat }
            guard code == ARCHIVE_OK || code == ARCHIVE_WARN else { throw .damaged }
            guard let pathname = archive_entry_pathname(entry), String(cString: pathname) == name else { continue }
            guard archive_entry_is_encrypted(entry) == 0 else { throw .encrypted }
            return try contents(archive, maximum: maximum)
        }
    }

    private static func contents(_ archive: OpaquePointer, maximum: Int) throws(DocumentError) -> [UInt8] {
        var result: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = archive_read_data(archive, &block, block.count)
            guard count >= 0 else { throw .damaged }
            if count == 0 { return result }
            guard result.count + count <= maximum else { throw .tooManyBytes(limit: maximum) }
            result.append(contentsOf: block[..<count])
        }
    }
}
