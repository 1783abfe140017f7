import Foundation

/// Writes ZIP archives whose files are not compressed, and Word documents.
enum TestArchive {
    static func zip(_ files: [(name: String, content: Data)]) -> Data {
        var archive = Data()
        var directory = Data()
        for file in files {
            let name = Data(file.name.utf8)
            // Version, flags, method, time, date, checksum, both sizes, length of the name, of extra fields.
            let common =
                little(10, 2) + little(0, 8) + little(checksum(file.content), 4) + little(file.content.count, 4)
                + little(file.content.count, 4) + little(name.count, 2) + little(0, 2)
            directory += little(0x0201_4B50, 4) + little(10, 2) + common + little(0, 10) + little(archive.count, 4)
            directory += name
            archive += little(0x0403_4B50, 4) + common + name + file.content
        }
        let end =
            little(0x0605_4B50, 4) + little(0, 4) + little(files.count, 2) + little(files.count, 2)
            + little(directory.count, 4) + little(archive.count, 4) + little(0, 2)
        return archive + directory + end
    }

    /// A Word document with `body` in its main part, and with further parts of the same markup.
    static func word(
        _ body: String, main: String = "word/document.xml", parts: [String: String] = [:]
    ) -> Data {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        let relationships =
            "<Relationships><Relationship Id=\"r\" Type=\"\(office)\" Target=\"\(main)\"/></Relationships>"
        let document = "<w:document\(space)><w:body>\(body)</w:body></w:document>"
        let files = [("_rels/.rels", relationships), (main, document)]
        return zip((files + parts.sorted { $0.key < $1.key }).map { ($0.0, Data($0.1.utf8)) })
    }

    static let space = " xmlns:w=\"w\" xmlns:mc=\"mc\" xmlns:wps=\"wps\" xmlns:v=\"v\""

    static func paragraph(_ text: String) -> String { "<w:p>\(run(text))</w:p>" }

    static func run(_ text: String, _ properties: String = "") -> String {
        "<w:r><w:rPr>\(properties)</w:rPr><w:t xml:space=\"preserve\">\(text)</w:t></w:r>"
    }

    private static func little(_ value: Int, _ count: Int) -> Data {
        Data((0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 })
    }

    private static func checksum(_ content: Data) -> Int {
        var remainder: UInt32 = 0xFFFF_FFFF
        for byte in content {
            remainder ^= UInt32(byte)
            for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return Int(~remainder)
    }
}
