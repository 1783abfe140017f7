/// The text of a DOCX (ECMA-376 part 1, chapter 17): the main document with its notes and text boxes, as they are seen.
/// Headers and footers are parts of their own there, and stay away.
enum WordDocument {
    /// Markup is many times as long as text; still, no book's is longer.
    private static let maximumXMLBytes = 128 << 20

    /// Gives line after line, each with its line feed.
    /// - Throws: `.unknownFormat` for a ZIP archive that is no Word document.
    static func read(
        _ bytes: UnsafeRawBufferPointer, _ body: (String) throws(DocumentError) -> Void
    ) throws(DocumentError) {
        let package = WordPackage(archive: ZipArchive(bytes: bytes, maximum: maximumXMLBytes))
        let main = try package.main()
        let hidden = try package.part(.styles, of: main).map { xml throws(DocumentError) in try HiddenStyles(xml) }
        var notes: [WordText.Note: String] = [:]
        for kind in WordText.Note.Kind.allCases {
            guard let xml = try package.part(kind == .footnote ? .footnotes : .endnotes, of: main) else { continue }
            let text = try WordText(xml, hidden: hidden ?? HiddenStyles(), notes: [:])
            try text.read { note, line throws(DocumentError) in
                guard let id = note, !line.allSatisfy(\.isWhitespace) else { return }
                notes[WordText.Note(kind: kind, id: id), default: ""] += line + "\n"
            }
        }
        let text = try WordText(main.xml, hidden: hidden ?? HiddenStyles(), notes: notes)
        try text.read { _, line throws(DocumentError) in try body(line + "\n") }
        guard text.isDocument else { throw .unknownFormat }
    }
}
