/// A page's text in reading order, a row a line; what is cleaned later is not cleaned here.
struct PageLayout {
    let text: [UInt8]
    /// Lines at the page's edges that stand apart from its text.
    let margins: PageMargins

    /// - Parameters:
    ///   - fields: what was filled in, which takes its place among the words.
    ///   - notes: what stands on the page and not in its text, to come behind that.
    ///   - size: of the page, in points.
    init(_ reader: WordReader, fields: [FilledField] = [], notes: [String] = [], size: (width: Double, height: Double))
    {
        var (bytes, words) = (reader.bytes, reader.words)
        if !fields.isEmpty, !words.isEmpty { words[words.count - 1].endsLine = true }
        for field in fields { words.append(field.word(into: &bytes)) }
        let groups = WordGroup.byDirection(words, size).map { WordGroup($0, bytes: bytes, pageHeight: size.height) }
        var writer = RowWriter(bytes: bytes, hasRightToLeft: words.contains(where: \.isRightToLeft))
        if let first = groups.first {
            writer.append(first.outer.top, of: first)
            writer.append(first.rows, of: first)
        }
        for group in groups.dropFirst() { writer.append(group.outer.top + group.rows + group.outer.bottom, of: group) }
        for note in notes { writer.append(line: note) }
        if let first = groups.first { writer.append(first.outer.bottom, of: first) }
        text = writer.text
        margins = groups.first?.margins ?? PageMargins()
    }
}
