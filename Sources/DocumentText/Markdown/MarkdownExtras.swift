/// Marks that programs for notes have beside CommonMark's, in the text that cmark leaves.
enum MarkdownExtras {
    /// - "[[Page]]" and "[[Page|text]]" become the text, "![[Page]]" too;
    /// - "**strong：**text" loses the marks that CommonMark leaves between a mark of punctuation and a letter;
    /// - "~~gone~~" and "==marked==" lose their marks, "[ ]" and "[x]" of a list of tasks go;
    /// - the numbers of footnotes go, "[^1]", and their texts stay.
    static func withoutMarks(_ block: String) -> String {
        let isPossible = { (scalar: Unicode.Scalar) in
            scalar == "[" || scalar == "*" || scalar == "~" || scalar == "=" || KeptMarks.isKept(scalar)
        }
        guard block.unicodeScalars.contains(where: isPossible) else { return block }
        var result = ""
        var rest = Substring(block)
        for task in ["[ ] ", "[x] ", "[X] "] where rest.hasPrefix(task) { rest = rest.dropFirst(task.count) }
        var last: Character = " "
        while let character = rest.first {
            if let (text, after) = wikiLink(rest, behind: last) ?? paired("~~", rest) ?? paired("==", rest)
                ?? paired("**", rest)
                ?? footnote(rest)
            {
                result += text
                rest = after
                last = text.last ?? last
            } else {
                result.append(character)
                rest = rest.dropFirst()
                last = character
            }
        }
        return result
    }

    private static func wikiLink(_ rest: Substring, behind last: Character) -> (text: String, rest: Substring)? {
        let isPicture = rest.hasPrefix("![[")
        // "list[[1]]" is a program's.
        guard isPicture || (rest.hasPrefix("[[") && !last.isLetter && !last.isNumber) else { return nil }
        let content = rest.dropFirst(isPicture ? 3 : 2)
        guard let end = place(of: "]]", in: content), end > content.startIndex else { return nil }
        let link = content[..<end]
        guard !link.contains("["), !link.contains("\n") else { return nil }
        let shown = link.split(separator: "|", maxSplits: 1).last ?? link
        return (String(shown), content[end...].dropFirst(2))
    }

    private static func paired(_ mark: String, _ rest: Substring) -> (text: String, rest: Substring)? {
        guard rest.hasPrefix(mark) else { return nil }
        let content = rest.dropFirst(mark.count)
        guard let first = content.first, !first.isWhitespace, first != mark.first,
            let end = place(of: mark, in: content),
            content[..<end].last?.isWhitespace == false
        else { return nil }
        return (withoutMarks(String(content[..<end])), content[end...].dropFirst(mark.count))
    }

    /// "[^1]", and "[^1]: " in front of the note; a bracket that cmark was not to see is kept.
    private static func footnote(_ rest: Substring) -> (text: String, rest: Substring)? {
        guard let bracket = rest.unicodeScalars.first, bracket == "[" || bracket == KeptMarks.kept("["),
            rest.dropFirst().first == "^", let end = rest.prefix(40).firstIndex(of: "]")
        else { return nil }
        let name = rest[..<end].dropFirst(2)
        guard !name.isEmpty, !name.contains(where: \.isWhitespace) else { return nil }
        let after = rest[end...].dropFirst()
        return ("", after.hasPrefix(": ") ? after.dropFirst(2) : after)
    }

    private static func place(of mark: String, in text: Substring) -> Substring.Index? {
        text.prefix(1_000).indices.first { text[$0...].hasPrefix(mark) }
    }
}
