/// A page's words in reading order, as text of one line a row; what is cleaned later is not cleaned here.
struct PageLayout {
    private(set) var text: [UInt8] = []
    /// Lines at the page's edges that stand apart from its text.
    private(set) var margins = PageMargins()

    private let bytes: [UInt8]
    private var words: [PlacedWord] = []
    private var isRightToLeft = false
    private var hasRightToLeft = false

    /// - Parameters:
    ///   - notes: what stands on the page and not in its text, to come behind that.
    ///   - size: of the page, in points.
    init(_ reader: WordReader, fields: [FilledField] = [], notes: [String] = [], size: (width: Double, height: Double)) {
        bytes = reader.bytes
        hasRightToLeft = reader.hasRightToLeft
        text.reserveCapacity(bytes.count * 6 / 5 + 64)
        let groups = Self.byDirection(reader.words, size)
        for (number, group) in groups.enumerated() {
            layOut(group, fields: number == 0 ? fields : [], notes: number == 0 ? notes : [], height: size.height)
        }
        if groups.isEmpty { layOut([], fields: fields, notes: notes, height: size.height) }
    }

    private mutating func layOut(_ group: [PlacedWord], fields: [FilledField], notes: [String], height: Double) {
        words = group
        isRightToLeft = hasRightToLeft && words.count(where: \.isRightToLeft) * 2 > words.count
        if isRightToLeft { Self.mirror(&words) }
        var segments = LineSegment.segments(of: words, in: bytes)
        if let slope = Skew.slope(of: words, segments: segments) {
            words = Skew.levelled(words, slope: slope)
            segments = LineSegment.segments(of: words, in: bytes)
        }
        for field in fields {
            let box = isRightToLeft ? Self.mirrored(field.box) : field.box
            segments.append(LineSegment(box: box, words: 0..<0, height: box.height))
        }
        let outer = PageMargins.rows(of: segments, pageHeight: height)
        let isOuter = Set((outer.top + outer.bottom).joined())
        let inner = isOuter.isEmpty ? segments : segments.indices.filter { !isOuter.contains($0) }.map { segments[$0] }
        let innerIndices = isOuter.isEmpty ? nil : segments.indices.filter { !isOuter.contains($0) }
        let order = ReadingOrder(inner, words: words)
        outer.top.forEach { appendRow($0, segments, fields) }
        for row in order.rows { appendRow(innerIndices.map { own in row.map { own[$0] } } ?? row, segments, fields) }
        for note in notes {
            text.append(contentsOf: note.utf8)
            text.append(Self.lineFeed)
        }
        outer.bottom.forEach { appendRow($0, segments, fields) }
        if margins.top.isEmpty, margins.bottom.isEmpty {
            margins = PageMargins(
                top: outer.top.map { Self.place($0, segments, height) },
                bottom: outer.bottom.reversed().map { Self.place($0, segments, height) })
        }
    }

    private static func place(_ row: [Int], _ segments: [LineSegment], _ height: Double) -> PageMargins.Line {
        let middle = row.first.map { segments[$0].box.middle } ?? 0
        let isSpread = zip(row, row.dropFirst()).contains { one, other in
            segments[one].box.horizontalGap(segments[other].box) > 2 * segments[one].height
        }
        return PageMargins.Line(place: height > 0 ? middle / height : 0, isSpread: isSpread)
    }

    private mutating func appendRow(_ row: [Int], _ segments: [LineSegment], _ fields: [FilledField]) {
        let isPlain = !hasRightToLeft && row.allSatisfy { !segments[$0].words.isEmpty }
        var previous: PlacedWord?
        if isPlain {
            for index in row {
                for position in segments[index].words {
                    append(words[position], after: previous)
                    previous = words[position]
                }
            }
        } else {
            var pieces: [Int] = []
            for index in row {
                if segments[index].words.isEmpty {
                    append(pieces, after: &previous)
                    pieces = []
                    if text.last.map({ $0 != Self.lineFeed }) ?? false { text.append(Self.space) }
                    text.append(contentsOf: fields[index - (segments.count - fields.count)].text.utf8)
                    previous = nil
                } else {
                    pieces.append(contentsOf: segments[index].words)
                }
            }
            append(pieces, after: &previous)
        }
        text.append(Self.lineFeed)
    }

    /// Words of a row that may be of both directions: runs of the other direction are turned round.
    private mutating func append(_ positions: [Int], after previous: inout PlacedWord?) {
        guard hasRightToLeft else {
            for position in positions {
                append(words[position], after: previous)
                previous = words[position]
            }
            return
        }
        let sorted = positions.sorted { words[$0].box.left < words[$1].box.left }
        var begin = 0
        while begin < sorted.count {
            var end = begin + 1
            let turns = words[sorted[begin]].isRightToLeft != isRightToLeft
            while end < sorted.count, (words[sorted[end]].isRightToLeft != isRightToLeft) == turns { end += 1 }
            for position in turns ? sorted[begin..<end].reversed() : Array(sorted[begin..<end]) {
                append(words[position], after: previous)
                previous = words[position]
            }
            begin = end
        }
    }

    @inline(__always)
    private mutating func append(_ word: PlacedWord, after previous: PlacedWord?) {
        if let previous {
            let gap = previous.box.horizontalGap(word.box)
            // Parts of a word that differ in their type touch.
            let isApart = hasRightToLeft ? !word.isGlued || gap > 0.1 * word.box.height : isApart(word, gap)
            if isApart { text.append(Self.space) }
        } else if let last = text.last, last != Self.lineFeed, last != Self.space {
            text.append(Self.space)
        }
        text.append(contentsOf: bytes[word.start..<word.end])
    }

    @inline(__always)
    private func isApart(_ word: PlacedWord, _ gap: Double) -> Bool {
        word.isGlued ? gap > 0.2 * word.box.height : gap > -0.02 * word.box.height || true
    }

    private static let space = UInt8(ascii: " ")
    private static let lineFeed = UInt8(ascii: "\n")
}
