/// Takes the marks out of Markdown and leaves what is read: headings, list items and quotations as lines, links and
/// pictures as their text, tables as a line a row. cmark tells what is a mark (CommonMark), and `MarkdownSource` keeps
/// from it what only looks like one.
enum Markdown {
    /// Judged by headings, code fences, links and strong words: other text hardly has them.
    static func isMarkdown(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            line.hasPrefix("```") || line.contains("](") || isHeading(line) || line.contains("[[")
                || hasStrongWords(line)
        }
    }

    static func plainText(_ text: String) throws(DocumentError) -> String {
        KeptMarks.restore(try MarkdownDocument.text(of: MarkdownSource(text).text))
    }

    private static func isHeading(_ line: Substring) -> Bool {
        let level = line.prefix { $0 == "#" }.count
        return (1...6).contains(level) && line.dropFirst(level).first == " "
    }

    /// "**word**".
    private static func hasStrongWords(_ line: Substring) -> Bool {
        let parts = line.split(separator: "**", omittingEmptySubsequences: false)
        return parts.count >= 3
            && parts.dropFirst().dropLast().contains { part in
                part.first?.isLetter == true && part.last?.isWhitespace == false
            }
    }
}
