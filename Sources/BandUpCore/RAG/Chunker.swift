/// Divides a document into overlapping chunks while its pages still arrive.
///
/// Pages are pushed in order; each call gives the chunks that no later page can change. Every character of the document
/// that is not white space lies in some chunk, chunks are never longer than `ChunkSizing.size`, and each one holds
/// something that its predecessors do not. What is held between calls is at most one page and one chunk.
public struct Chunker: Sendable {
    private let sizing: ChunkSizing
    /// UTF-8 from the next chunk on, with what was used before it until the next push clears it away.
    private var text: [UInt8] = []
    private var pages: [(start: Int, number: Int)] = []
    /// Where the next chunk begins.
    private var start = 0
    /// Everything before this lies in some chunk.
    private var covered = 0
    /// A place not behind `start`, and how many Unicode scalars the document has before it.
    private var counted = (byte: 0, scalars: 0)
    private var nextIndex = 0

    public init(sizing: ChunkSizing = .standard) {
        self.sizing = sizing
    }

    public mutating func push(_ page: DocumentPage) -> [Chunk] {
        discardUsedText()
        append(page)
        return chunks(isComplete: false)
    }

    /// What is left once all pages are there. The chunker is then at its beginning again, with no text.
    public mutating func finish() -> [Chunk] {
        let rest = chunks(isComplete: true)
        self = Chunker(sizing: sizing)
        return rest
    }

    private mutating func append(_ page: DocumentPage) {
        var pageText = page.text
        pageText.withUTF8 { bytes in
            let first = UTF8Text.skippingWhiteSpace(bytes, from: 0)
            guard first < bytes.count else { return }
            let end = UTF8Text.trimmingWhiteSpace(bytes, before: bytes.count, notBelow: first)
            if let last = text.last {
                // A sentence may run on from page to page; a page that ends one ends a paragraph.
                let endsSentence = [UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(last)
                text.append(contentsOf: endsSentence ? [0x0A, 0x0A] : [0x0A])
            }
            pages.append((text.count, page.number))
            text.append(contentsOf: bytes[first..<end])
        }
    }

    private mutating func chunks(isComplete: Bool) -> [Chunk] {
        var result: [Chunk] = []
        while let range = nextRange(isComplete: isComplete) {
            countScalars(before: range.lowerBound)
            result.append(
                Chunk(
                    index: nextIndex, text: String(decoding: text[range], as: UTF8.self),
                    firstPage: pageNumber(at: range.lowerBound), lastPage: pageNumber(at: range.upperBound - 1),
                    start: counted.scalars))
            nextIndex += 1
        }
        return result
    }

    /// The next final chunk's bytes, or nil where more pages are needed or nothing is left.
    private mutating func nextRange(isComplete: Bool) -> Range<Int>? {
        text.withUnsafeBufferPointer { bytes in
            // The text never ends with white space, so this is below `bytes.count` while anything is left.
            covered = UTF8Text.skippingWhiteSpace(bytes, from: covered)
            guard covered < bytes.count else { return nil }
            var limit = UTF8Text.forward(bytes, from: start, scalars: sizing.size)
            if let reached = limit, reached <= covered {
                // White space alone fills the chunk behind the overlap: begin with what is new.
                start = covered
                limit = UTF8Text.forward(bytes, from: start, scalars: sizing.size)
            }
            let cutter = ChunkCutter(bytes: bytes, sizing: sizing)
            let end: Int
            if let limit, limit < bytes.count {
                end = cutter.end(from: start, fresh: covered, limit: limit)
            } else {
                guard isComplete else { return nil }
                end = bytes.count
            }
            let range = start..<end
            covered = UTF8Text.skippingWhiteSpace(bytes, from: end)
            let overlap = cutter.overlapStart(after: end, from: start)
            start = overlap < end ? overlap : covered
            return range
        }
    }

    private mutating func countScalars(before position: Int) {
        guard position > counted.byte else { return }
        let scalars = text[counted.byte..<position].count { $0 & 0xC0 != 0x80 }
        counted = (position, counted.scalars + scalars)
    }

    private func pageNumber(at position: Int) -> Int {
        var (low, high) = (0, pages.count)
        while low < high {
            let middle = (low + high) / 2
            if pages[middle].start <= position { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? pages[low - 1].number : 0
    }

    /// Clears away what lies before the next chunk, once that is the greater part, so that the cost stays linear.
    private mutating func discardUsedText() {
        guard start > text.count / 2 else { return }
        countScalars(before: start)
        text.removeFirst(start)
        let current = pages.lastIndex { $0.start <= start } ?? 0
        pages.removeFirst(current)
        for index in pages.indices { pages[index].start -= start }
        covered -= start
        counted.byte -= start
        start = 0
    }
}
