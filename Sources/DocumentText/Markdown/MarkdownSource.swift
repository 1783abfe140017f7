/// Markdown as cmark is to see it: tables as lines, and formulas, paths and signs of multiplication kept from it.
struct MarkdownSource {
    let text: String

    init(_ text: String) {
        var lines: [String] = []
        var fence: Substring?
        var isFormula = false
        var source = MarkdownTables(text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline))
        while let line = source.next(isInCode: fence != nil) {
            let trimmed = line.drop { $0 == " " || $0 == ">" }
            if let open = fence {
                if trimmed.hasPrefix(open) { fence = nil }
                lines.append(String(line))
            } else if trimmed.hasPrefix("```") || trimmed.hasPrefix("~~~") {
                fence = trimmed.prefix { $0 == trimmed.first }
                lines.append(String(line))
            } else {
                lines.append(Self.kept(line, &isFormula))
            }
        }
        self.text = lines.joined(separator: "\n")
    }

    /// A line of text, with what is no mark of Markdown kept.
    /// - Parameter isFormula: a formula that goes over lines is open.
    private static func kept(_ line: some StringProtocol, _ isFormula: inout Bool) -> String {
        let scalars = Array(line.unicodeScalars)
        if scalars.allSatisfy({ $0 == " " || $0 == "\t" }) { isFormula = false }
        // Perhaps code.
        let isIndented = scalars.starts(with: "    ".unicodeScalars)
        var result = String.UnicodeScalarView()
        var position = 0
        if isWrongDefinition(scalars), let bracket = scalars.firstIndex(of: "[") {
            result.append(contentsOf: scalars[..<bracket])
            result.append(KeptMarks.kept("["))
            position = bracket + 1
        }
        while position < scalars.count {
            let span: Range<Int>?
            if isFormula {
                let end = end(of: ["$$", "\\]", "\\end{"], in: scalars, from: position)
                isFormula = end == nil
                span = position..<(end ?? scalars.count)
            } else if opensLines(scalars, position) {
                isFormula = true
                span = position..<position + 2
            } else {
                span =
                    formula(scalars, position) ?? path(scalars, position) ?? multiplication(scalars, position)
                    ?? subscriptBracket(scalars, position)
            }
            if let span {
                result.append(contentsOf: scalars[span].lazy.map(KeptMarks.kept))
                position = span.upperBound
            } else {
                // Code is cmark's to its end, and an escape both characters of it; but for the marks that other programs
                // have besides, which are looked for afterwards.
                let count = scalars[position] == "\\" ? 2 : codeLength(scalars, position) ?? 1
                let part = scalars[position..<min(position + count, scalars.count)]
                if count == 2, let escaped = part.last, "*~=[".unicodeScalars.contains(escaped), !isIndented {
                    result.append(KeptMarks.kept(escaped))
                } else {
                    result.append(contentsOf: part)
                }
                position += count
            }
        }
        return String(result)
    }

    /// "$$", "\[" or "\begin{" first on its line, with no end there.
    private static func opensLines(_ scalars: [Unicode.Scalar], _ position: Int) -> Bool {
        guard let (open, close) = formulas.first(where: { starts(scalars, position, $0.open) }), open.count > 1,
            open != "\\("
        else { return false }
        return end(of: [close], in: scalars, from: position + 2) == nil
            && scalars[..<position].allSatisfy { $0 == " " || $0 == ">" }
    }

    private static let formulas: [(open: String, close: String)] = [
        ("$$", "$$"), ("\\(", "\\)"), ("\\[", "\\]"), ("\\begin{", "\\end{"), ("$", "$"),
    ]

    /// "$…$", "$$…$$", "\(…\)", "\[…\]". A dollar sign opens in front of no space and closes behind none, and not before
    /// a digit: sums of money do neither.
    private static func formula(_ scalars: [Unicode.Scalar], _ position: Int) -> Range<Int>? {
        guard scalars[position] == "$" || scalars[position] == "\\" else { return nil }
        for (open, close) in formulas where starts(scalars, position, open) {
            let start = position + open.unicodeScalars.count
            guard let end = end(of: [close], in: scalars, from: start) else { continue }
            let content = scalars[start..<end - close.unicodeScalars.count]
            guard let first = content.first, let last = content.last else { continue }
            if open == "$" {
                let isMoney = end < scalars.count && ("0"..."9").contains(scalars[end])
                guard first != " ", last != " ", !isMoney else { continue }
            }
            // Brackets behind backslashes are escapes too.
            if open.hasPrefix("\\"), !content.contains(where: { "\\^_={}+".unicodeScalars.contains($0) }) { continue }
            let text = String(String.UnicodeScalarView(content))
            if ["**", "`", "]("].contains(where: text.contains) { continue }
            return position..<end
        }
        return nil
    }

    /// "C:\new", "\\server\share": the backslashes are the path's.
    private static func path(_ scalars: [Unicode.Scalar], _ position: Int) -> Range<Int>? {
        let isFirst = position == 0 || !isLetterOrDigit(scalars[position - 1])
        let isDrive =
            isFirst && position + 2 < scalars.count && scalars[position].properties.isAlphabetic
            && scalars[position].isASCII && scalars[position + 1] == ":" && scalars[position + 2] == "\\"
        let isServer =
            isFirst && starts(scalars, position, "\\\\") && position + 2 < scalars.count
            && isLetterOrDigit(scalars[position + 2])
        guard isDrive || isServer else { return nil }
        let isEnd = { (scalar: Unicode.Scalar) in scalar == " " || "\"'`)|<>".unicodeScalars.contains(scalar) }
        var end = scalars[position...].firstIndex(where: isEnd) ?? scalars.count
        // Marks around the path.
        while end > position + 2, "*_]~=".unicodeScalars.contains(scalars[end - 1]) { end -= 1 }
        let path = position..<end
        return isDrive || scalars[(position + 2)..<end].contains("\\") ? path : nil
    }

    /// "3*4", "2*pi*r", "x**2": stars between a number, or a letter alone, and another.
    private static func multiplication(_ scalars: [Unicode.Scalar], _ position: Int) -> Range<Int>? {
        guard scalars[position] == "*" else { return nil }
        let end = scalars[position...].firstIndex { $0 != "*" } ?? scalars.count
        let before = scalars[..<position].reversed().prefix(while: isLetterOrDigit)
        let after = scalars[end...].prefix(while: isLetterOrDigit)
        let length = end - position
        if length == 1, position > 0, end < scalars.count {
            // "(a+b)*(c+d)", "f(x)*g(x)".
            let (closes, opens) = (scalars[position - 1] == ")", scalars[end] == "(")
            if (closes && (opens || !after.isEmpty)) || (opens && !before.isEmpty) { return position..<end }
        }
        guard !before.isEmpty, !after.isEmpty, length <= 2 else { return nil }
        // "**N**orth" and "play*s*" are emphasis: one of the two stands at a word's edge.
        if isEdge(scalars, position - before.count - 1, step: -1, length)
            || isEdge(scalars, end + after.count, step: 1, length)
        {
            return nil
        }
        let isFactor = { (word: [Unicode.Scalar]) in
            word.allSatisfy { ("0"..."9").contains($0) } || (word.count == 1 && length == 1)
        }
        return isFactor(Array(before)) || isFactor(Array(after)) ? position..<end : nil
    }

    /// Whether as many stars stand there, and no letter behind them.
    private static func isEdge(_ scalars: [Unicode.Scalar], _ start: Int, step: Int, _ length: Int) -> Bool {
        var position = start
        for _ in 0..<length {
            guard scalars.indices.contains(position), scalars[position] == "*" else { return false }
            position += step
        }
        return !scalars.indices.contains(position) || !isLetterOrDigit(scalars[position])
    }

    /// "f[x](y)": what looks like a link's address is none, and hangs on a name.
    private static func subscriptBracket(_ scalars: [Unicode.Scalar], _ position: Int) -> Range<Int>? {
        guard scalars[position] == "[", position > 0, isLetterOrDigit(scalars[position - 1]),
            let open = end(of: ["]("], in: scalars, from: position),
            let close = end(of: [")"], in: scalars, from: open),
            !scalars[open..<close].contains(where: { "/.#:".unicodeScalars.contains($0) })
        else { return nil }
        return position..<position + 1
    }

    /// "[^1]: Ibid." and "[Note]: important" look like the address of a link to cmark, which would leave them out.
    private static func isWrongDefinition(_ line: [Unicode.Scalar]) -> Bool {
        let text = line.drop { $0 == " " || $0 == ">" }
        guard text.first == "[", let close = text.firstIndex(of: "]"), close + 1 < line.count, line[close + 1] == ":"
        else { return false }
        if text.dropFirst().first == "^" { return true }
        let address = line[(close + 2)...].drop { $0 == " " }
        return !address.contains { "/.#<@".unicodeScalars.contains($0) }
    }

    private static func codeLength(_ scalars: [Unicode.Scalar], _ position: Int) -> Int? {
        guard scalars[position] == "`" else { return nil }
        let ticks = scalars[position...].prefix { $0 == "`" }.count
        let mark = String(repeating: "`", count: ticks)
        return end(of: [mark], in: scalars, from: position + ticks).map { $0 - position } ?? ticks
    }

    private static func starts(_ scalars: [Unicode.Scalar], _ position: Int, _ mark: String) -> Bool {
        scalars[position...].starts(with: mark.unicodeScalars)
    }

    /// The place behind the first of the marks.
    private static func end(of marks: [String], in scalars: [Unicode.Scalar], from start: Int) -> Int? {
        // No formula is longer; a line may be.
        for position in scalars.indices[min(start, scalars.count)...].prefix(1_000) {
            for mark in marks where starts(scalars, position, mark) { return position + mark.unicodeScalars.count }
        }
        return nil
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }
}
