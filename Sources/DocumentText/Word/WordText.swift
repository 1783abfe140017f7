/// Reads one part of a Word document, element by element.
final class WordText {
    /// A footnote or an endnote.
    struct Note: Hashable {
        enum Kind: CaseIterable { case footnote, endnote }

        let kind: Kind
        let id: String
    }

    /// Whether the part is a document at all.
    private(set) var isDocument = false
    private let events: XMLEvents
    private let hidden: HiddenStyles
    private let notes: [Note: String]
    /// What is open, from the outside to the inside, and its contents by kind.
    private var frames: [Frame] = []
    private var paragraphs: [WordParagraph] = []
    private var rows: [WordRow] = []
    private var cells: [WordCell] = []
    /// Whether each open run is hidden; nil while none of its properties has told.
    private var runs: [Bool] = []
    /// Texts that are gathered apart: the two of a word with its reading.
    private var captures: [String] = []
    private var ruby: (base: String, reading: String) = ("", "")
    /// For each open choice between forms of the same content, whether one was taken.
    private var choices: [Bool] = []
    private var isInText = false
    /// Text of a paragraph that goes on in the next one.
    private var carried = ""
    /// The note that the lines belong to, in a part of notes.
    private var note: String?

    private enum Frame { case paragraph, row, cell }

    init(_ xml: [UInt8], hidden: HiddenStyles, notes: [Note: String]) throws(DocumentError) {
        events = try XMLEvents(xml)
        self.hidden = hidden
        self.notes = notes
    }

    static func isOn(_ value: String?) -> Bool { value.map { !["0", "false", "off"].contains($0) } ?? true }

    /// Gives line after line; in a part of notes with the note's id.
    func read(_ body: (_ note: String?, _ line: String) throws(DocumentError) -> Void) throws(DocumentError) {
        while let event = try events.next() {
            switch event {
            case .start(let name, let isEmpty): try start(name, isEmpty, body)
            case .end(let name): try end(name, body)
            case .text(let text): if isInText { append(text) }
            }
        }
        if !carried.isEmpty { try body(note, carried) }
    }

    private func start(
        _ name: String, _ isEmpty: Bool, _ body: (String?, String) throws(DocumentError) -> Void
    ) throws(DocumentError) {
        switch name {
        case "document": isDocument = true
        case "p":
            frames.append(.paragraph)
            paragraphs.append(WordParagraph(text: carried))
            carried = ""
            if isEmpty { try end(name, body) }
        case "tr" where !isEmpty:
            frames.append(.row)
            rows.append(WordRow())
        case "tc" where !isEmpty:
            frames.append(.cell)
            cells.append(WordCell())
        case "r" where !isEmpty: runs.append(isParagraphHidden)
        case "t": isInText = !isEmpty
        case "tab", "ptab": append(" ")
        case "br", "cr": append("\n")
        case "noBreakHyphen": append("-")
        case "footnoteReference", "endnoteReference": refer(name == "footnoteReference" ? .footnote : .endnote)
        case "footnote", "endnote": note = events.attributes["id"]
        case "ruby": ruby = ("", "")
        case "rt" where !isEmpty, "rubyBase" where !isEmpty: captures.append("")
        case "AlternateContent" where !isEmpty: choices.append(false)
        case "Choice" where !isEmpty, "Fallback" where !isEmpty: try choose()
        case "pPr" where !isEmpty: try readParagraphProperties()
        case "rPr" where !isEmpty: try readRunProperties()
        case "trPr" where !isEmpty: try readRowProperties()
        case "tcPr" where !isEmpty: try readCellProperties()
        // Tracked changes as they will be once accepted, and what is no text.
        case "del" where !isEmpty, "moveFrom" where !isEmpty, "sectPr" where !isEmpty, "sdtPr" where !isEmpty,
            "tblPr" where !isEmpty, "tblPrEx" where !isEmpty, "rubyPr" where !isEmpty:
            try events.skip()
        default: break
        }
    }

    private func end(
        _ name: String, _ body: (String?, String) throws(DocumentError) -> Void
    ) throws(DocumentError) {
        switch name {
        case "t": isInText = false
        case "r": _ = runs.popLast()
        case "rt": ruby.reading = captures.popLast() ?? ""
        case "rubyBase": ruby.base = captures.popLast() ?? ""
        case "ruby":
            let isWhole = !ruby.base.isEmpty && !ruby.reading.isEmpty
            append(isWhole ? "\(ruby.base)(\(ruby.reading))" : ruby.base + ruby.reading)
        case "AlternateContent": _ = choices.popLast()
        case "footnote", "endnote": note = nil
        case "p":
            guard frames.popLast() == .paragraph, let paragraph = paragraphs.popLast() else { throw .damaged }
            if paragraph.isJoined {
                carried = paragraph.text
            } else {
                try emit(paragraph.text, body)
            }
            for line in paragraph.after { try emit(line, body) }
        case "tc":
            guard frames.popLast() == .cell, let cell = cells.popLast() else { throw .damaged }
            if frames.last == .row { rows[rows.count - 1].cells.append(cell) }
        case "tr":
            guard frames.popLast() == .row, let row = rows.popLast() else { throw .damaged }
            for line in row.lines { try emit(line, body) }
        default: break
        }
    }

    /// To what is open around it: a text box stands behind its paragraph, a cell's lines are the row's.
    private func emit(
        _ line: String, _ body: (String?, String) throws(DocumentError) -> Void
    ) throws(DocumentError) {
        switch frames.last {
        case nil: try body(note, line)
        case .paragraph: paragraphs[paragraphs.count - 1].after.append(line)
        case .cell: if !line.allSatisfy(\.isWhitespace) { cells[cells.count - 1].lines.append(line) }
        case .row: rows[rows.count - 1].cells.append(WordCell(lines: [line]))
        }
    }

    private func append(_ text: String) {
        if runs.contains(true) { return }
        if !captures.isEmpty {
            captures[captures.count - 1] += text
        } else if !paragraphs.isEmpty {
            paragraphs[paragraphs.count - 1].text += text
        }
    }

    private func refer(_ kind: Note.Kind) {
        guard !runs.contains(true), !paragraphs.isEmpty, let id = events.attributes["id"],
            let text = notes[Note(kind: kind, id: id)]
        else { return }
        paragraphs[paragraphs.count - 1].after += text.split(whereSeparator: \.isNewline).map(String.init)
    }

    /// The first form is the one that is meant; the others say the same to older programs.
    private func choose() throws(DocumentError) {
        guard let wasChosen = choices.last else { return }
        if wasChosen { return try events.skip() }
        choices[choices.count - 1] = true
    }
}

// MARK: - Properties

extension WordText {
    private var isParagraphHidden: Bool {
        paragraphs.last?.hasHiddenStyle ?? false
    }

    private func readRunProperties() throws(DocumentError) {
        var style = isParagraphHidden
        var own: Bool?
        try eachProperty { name, _, attributes in
            switch name {
            case "rStyle": style = style || hidden.contains(attributes["val"])
            case "vanish": own = Self.isOn(attributes["val"])
            default: break
            }
        }
        if !runs.isEmpty { runs[runs.count - 1] = own ?? style }
    }

    private func readParagraphProperties() throws(DocumentError) {
        try eachProperty { name, parent, attributes in
            switch name {
            case "pStyle":
                if !paragraphs.isEmpty {
                    paragraphs[paragraphs.count - 1].hasHiddenStyle = hidden.contains(attributes["val"])
                }
            case "del" where parent == "rPr", "moveFrom" where parent == "rPr":
                if !paragraphs.isEmpty { paragraphs[paragraphs.count - 1].isJoined = true }
            default: break
            }
        }
    }

    private func readRowProperties() throws(DocumentError) {
        try eachProperty { name, _, attributes in
            guard name == "del" || (name == "hidden" && Self.isOn(attributes["val"])) else { return }
            if !rows.isEmpty { rows[rows.count - 1].isGone = true }
        }
    }

    private func readCellProperties() throws(DocumentError) {
        try eachProperty { name, _, _ in
            if name == "cellDel", !cells.isEmpty { cells[cells.count - 1].isGone = true }
        }
    }

    /// Every property of the element that has just begun, but not what it was before a tracked change.
    private func eachProperty(
        _ body: (_ name: String, _ parent: String?, _ attributes: [String: String]) -> Void
    ) throws(DocumentError) {
        var open: [String] = []
        while let event = try events.next() {
            switch event {
            case .start(let name, isEmpty: false) where name.hasSuffix("Change"): try events.skip()
            case .start(let name, let isEmpty):
                body(name, open.last, events.attributes)
                if !isEmpty { open.append(name) }
            case .end:
                guard !open.isEmpty else { return }
                open.removeLast()
            case .text: break
            }
        }
    }
}
