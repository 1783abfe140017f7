/// Takes the marks out of Markdown and leaves what is read: headings, list items and quotations as lines, links and
/// pictures as their text. A mark it does not know stays, which costs little.
enum Markdown {
    /// Judged by headings, code fences and links: other text hardly has them.
    static func isMarkdown(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            line.hasPrefix("```") || line.contains("](") || isHeading(line)
        }
    }

    static func plainText(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            if line.hasPrefix("```") || isRule(line) { return "" }
            // A heading is a paragraph of its own.
            return isHeading(line) ? "\n" + inline(line.drop { $0 == "#" || $0 == " " }) + "\n" : inline(unmarked(line))
        }.joined(separator: "\n")
    }

    private static func isHeading(_ line: Substring) -> Bool {
        let level = line.prefix { $0 == "#" }.count
        return (1...6).contains(level) && line.dropFirst(level).first == " "
    }

    /// "---", "***", and the line below a table's head.
    private static func isRule(_ line: Substring) -> Bool {
        line.count >= 3 && line.allSatisfy { "-*_|: ".contains($0) }
    }

    /// Without the marks of quotations, list items and table cells.
    private static func unmarked(_ line: Substring) -> Substring {
        var rest = line.drop { $0 == " " || $0 == ">" }
        if let mark = rest.first, "-*+".contains(mark), rest.dropFirst().first == " " { rest = rest.dropFirst(2) }
        return rest
    }

    private static func inline(_ line: Substring) -> String {
        var result = ""
        var rest = line
        while let character = rest.first {
            if character == "[", let (text, after) = link(rest) {
                result += inline(text)
                rest = after
                continue
            }
            rest = rest.dropFirst()
            switch character {
            case "`": continue
            case "*" where rest.first != " " || result.last != " ": continue
            case "!" where rest.first == "[": continue
            case "|": result.append(" ")
            case "\\":
                if let escaped = rest.first {
                    result.append(escaped)
                    rest = rest.dropFirst()
                }
            default: result.append(character)
            }
        }
        return result
    }

    /// "[text](address)" at the beginning: its text, and what follows.
    private static func link(_ line: Substring) -> (text: Substring, rest: Substring)? {
        guard let close = line.firstIndex(of: "]") else { return nil }
        let behind = line[line.index(after: close)...]
        guard behind.first == "(", let end = behind.firstIndex(of: ")") else { return nil }
        return (line[line.index(after: line.startIndex)..<close], behind[behind.index(after: end)...])
    }
}
