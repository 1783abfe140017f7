/// Chooses where a chunk ends and where the next one begins. All positions are byte offsets in valid UTF-8.
struct ChunkCutter {
    let bytes: UnsafeBufferPointer<UInt8>
    let sizing: ChunkSizing

    /// The end of the chunk that begins at `start` and may reach to `limit`: the last paragraph's end in the last
    /// quarter, else the last sentence's end there, else the last word's end in the second half, else `limit`.
    ///
    /// - Parameter fresh: the first position that no chunk holds yet, `start <= fresh < limit`; the end lies behind it.
    /// - Returns: a position above `fresh`, with other than white space before it.
    func end(from start: Int, fresh: Int, limit: Int) -> Int {
        let half = max(fresh + 1, start + (limit - start) / 2)
        let quarter = start + (limit - start) / 4 * 3
        var best: (position: Int, boundary: TextBoundary)?
        var position = half
        while position <= limit {
            if position < bytes.count, bytes[position] & 0xC0 == 0x80 {
                position += 1
                continue
            }
            let boundary = TextBoundary.at(position, in: bytes, from: start)
            if let boundary {
                let counted = position >= quarter ? boundary : .word
                if counted >= best?.boundary ?? .word { best = (position, counted) }
            }
            position += 1
            // Only the beginning of a run of white space is a place to cut.
            if boundary != nil { position = UTF8Text.skippingWhiteSpace(bytes, from: position) }
        }
        let end = best?.position ?? beforeCombiningMarks(limit, notBelow: half)
        return UTF8Text.trimmingWhiteSpace(bytes, before: end, notBelow: fresh + 1)
    }

    /// The beginning of the chunk after the one from `start` to `end`: where a sentence begins in the first half of the
    /// overlap, else where a word begins in it; in text without spaces the overlap's own beginning.
    ///
    /// - Returns: a position above `start`, at most `end`; `end` itself means that nothing is repeated.
    func overlapStart(after end: Int, from start: Int) -> Int {
        guard sizing.overlap > 0 else { return end }
        let lowest = UTF8Text.forward(bytes, from: start, scalars: 1) ?? end
        let earliest = UTF8Text.back(bytes, from: end, scalars: sizing.overlap, notBelow: min(lowest, end))
        let middle = earliest + (end - earliest) / 2
        var firstWord: Int?
        var position = earliest
        while position < end {
            if bytes[position] & 0xC0 != 0x80, let boundary = TextBoundary.at(position, in: bytes, from: start) {
                let next = UTF8Text.skippingWhiteSpace(bytes, from: position)
                guard next < end else { break }
                if boundary >= .sentence, next <= middle { return next }
                if firstWord == nil { firstWord = next }
                position = max(next, position + 1)
            } else {
                position += 1
            }
            if position > middle, firstWord != nil { break }
        }
        if let firstWord { return firstWord }
        // Longer than any word, so the script writes no spaces; else a piece of a word is worth nothing.
        return sizing.overlap >= Self.longestWord ? afterCombiningMarks(earliest, notAbove: end) : end
    }

    private static let longestWord = 40

    /// `position`, or the beginning of the character that it would divide (letter and accents, joined emoji).
    private func beforeCombiningMarks(_ position: Int, notBelow lowest: Int) -> Int {
        var result = position
        while result > lowest, result < bytes.count {
            guard isMark(result) else { return result }
            result = UTF8Text.back(bytes, from: result, scalars: 1, notBelow: lowest)
        }
        // Marks only: no better place.
        return result > lowest ? result : position
    }

    private func afterCombiningMarks(_ position: Int, notAbove highest: Int) -> Int {
        var result = position
        while result < highest, isMark(result) { result += UTF8Text.scalar(bytes, at: result).length }
        return result
    }

    private func isMark(_ position: Int) -> Bool {
        let scalar = UTF8Text.scalar(bytes, at: position).scalar
        return scalar.value >= 0x300 && (scalar.properties.isGraphemeExtend || scalar == "\u{200D}")
    }
}
