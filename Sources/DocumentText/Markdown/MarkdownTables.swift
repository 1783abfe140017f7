/// Gives lines of Markdown, and for those of a table (GFM, 4.10) the cells of each row side by side.
struct MarkdownTables {
    private let lines: [Substring]
    private var position = 0
    private var isInTable = false

    init(_ lines: [Substring]) {
        self.lines = lines
    }

    mutating func next(isInCode: Bool) -> Substring? {
        guard position < lines.count else { return nil }
        let line = lines[position]
        position += 1
        if isInCode { return line }
        if isInTable {
            isInTable = !line.allSatisfy(\.isWhitespace) && line.contains("|")
            return isInTable ? Self.row(line) : line
        }
        guard line.contains("|"), position < lines.count, let columns = Self.columns(ofDelimiter: lines[position]),
            Self.cells(line).count == columns
        else { return line }
        position += 1
        isInTable = true
        return Self.row(line)
    }

    /// How many columns the line below a table's head has: "|---|:-:|".
    private static func columns(ofDelimiter line: Substring) -> Int? {
        let line = line.drop { $0 == " " || $0 == ">" }
        guard line.contains("|"), line.contains("-"), line.allSatisfy({ "-:| \t".contains($0) }) else { return nil }
        return cells(line).count
    }

    private static func cells(_ line: Substring) -> [Substring] {
        var cells: [Substring] = []
        var start = line.startIndex
        var isEscaped = false
        for index in line.indices {
            if line[index] == "|", !isEscaped {
                cells.append(line[start..<index])
                start = line.index(after: index)
            }
            isEscaped = line[index] == "\\" && !isEscaped
        }
        cells.append(line[start...])
        cells = cells.map { $0.trimmed }
        // The pipes at both ends are optional.
        if cells.first?.isEmpty == true { cells.removeFirst() }
        if cells.last?.isEmpty == true { cells.removeLast() }
        return cells
    }

    /// A cell is text only: what it begins with makes no list and no heading.
    private static func row(_ line: Substring) -> Substring {
        let mark = line.prefix { $0 == " " || $0 == ">" }
        let text = cells(line.dropFirst(mark.count)).filter { !$0.isEmpty }.joined(separator: " ")
            .replacing("\\|", with: KeptMarks.keep("|"))
        let number = text.prefix(while: \.isNumber)
        let start = text.dropFirst(number.count).prefix(number.isEmpty ? 3 : 1)
        let isMark = !number.isEmpty || start.first.map { "-+#>=~".contains($0) } == true
        let kept = isMark ? KeptMarks.keep(start) : String(start)
        return (mark.contains(">") ? mark : "") + number + kept + text.dropFirst(number.count + start.count)
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
