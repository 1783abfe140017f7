import CPoppler

/// Cuts poppler's text of a page into words, each with its place.
///
/// poppler gives a rectangle for each character of its text, those spaces and line ends among them that it made up. The
/// marks that it puts around text from right to left have none; between them stands a word, or a part of one, in
/// logical order while the rectangles are in the order of the page, so that it is taken as a whole.
struct WordReader {
    /// UTF-8 of all words, one after the other.
    private(set) var bytes: [UInt8] = []
    private(set) var words: [PlacedWord] = []

    private var box: TextBox?
    private var last = TextBox(left: 0, top: 0, right: 0, bottom: 0)
    private var start = 0
    private var direction = PlacedWord.Direction.unknown
    private var isRightToLeft = false
    private var isGlued = false
    /// The widest gap between two characters of this word.
    private var widestGap = 0.0
    private var depth = 0

    /// Wider than this, in heights of the line, is a gap between letters no letter-spacing of a word.
    private static let widestLetterSpacing = 0.45

    /// Nil where text and rectangles do not go together: then nothing is known of places.
    init?(_ text: UnsafeBufferPointer<UInt8>, boxes: UnsafeBufferPointer<poppler_rectangle>) {
        bytes.reserveCapacity(text.count)
        words.reserveCapacity(boxes.count / 5)
        var position = 0
        var index = 0
        while position < text.count {
            let byte = text[position]
            if byte == 0x20 || byte == 0x0A {
                guard index < boxes.count else { return nil }
                index += 1
                position += 1
                endWord(isGlued: false)
                if byte == 0x0A, !words.isEmpty { words[words.count - 1].endsLine = true }
                continue
            }
            var length = 1
            var scalar = UInt32(byte)
            if byte >= 0x80 {
                guard let decoded = UTF8Scalars.decodeUnchecked(text, at: position) else { return nil }
                (scalar, length) = decoded
                if (0x202A...0x202C).contains(scalar) {
                    mark(scalar)
                    position += length
                    continue
                }
            }
            guard index < boxes.count, Self.isSound(boxes[index]) else { return nil }
            append(text, position, length, scalar, boxes[index])
            index += 1
            position += length
        }
        endWord(isGlued: false)
        guard index == boxes.count else { return nil }
    }

    /// Whether a rectangle is somewhere near a page.
    @inline(__always)
    private static func isSound(_ box: poppler_rectangle) -> Bool {
        abs(box.x1) + abs(box.y1) + abs(box.x2) + abs(box.y2) < 1e6
    }

    private mutating func mark(_ scalar: UInt32) {
        if scalar == 0x202C {
            depth -= 1
            if depth <= 0 { endWord(isGlued: true) }
        } else {
            if depth == 0 { endWord(isGlued: true) }
            depth += 1
        }
    }

    @inline(__always)
    private mutating func append(
        _ text: UnsafeBufferPointer<UInt8>, _ position: Int, _ length: Int, _ scalar: UInt32,
        _ rectangle: poppler_rectangle
    ) {
        let box = TextBox(
            left: min(rectangle.x1, rectangle.x2), top: min(rectangle.y1, rectangle.y2),
            right: max(rectangle.x1, rectangle.x2), bottom: max(rectangle.y1, rectangle.y2))
        // A soft hyphen that takes no room is not seen inside a line.
        if scalar == 0xAD, box.width < 0.01 * box.height { return }
        if self.box == nil {
            self.box = box
            start = bytes.count
        } else {
            if depth == 0, !follows(box) {
                endWord(isGlued: true)
                self.box = box
                start = bytes.count
            } else {
                self.box?.formUnion(box)
            }
        }
        last = box
        if length == 1 {
            bytes.append(text[position])
        } else {
            if Self.isRightToLeft(scalar) { isRightToLeft = true }
            bytes.append(contentsOf: text[position..<(position + length)])
        }
    }

    /// Whether a character goes on with the word; it does where its box touches the last one's, in one direction.
    @inline(__always)
    private mutating func follows(_ box: TextBox) -> Bool {
        let tolerance = 0.02
        if abs(box.top - last.top) < tolerance, abs(box.bottom - last.bottom) < tolerance {
            let height = box.height
            let gap = direction == .left ? last.left - box.right : box.left - last.right
            if direction == .unknown, box.left < last.left - 0.3 * height, abs(last.left - box.right) < 0.2 * height {
                direction = .left
                return true
            }
            guard direction == .unknown || direction == .right || direction == .left,
                gap > -0.6 * height, gap < Self.widestLetterSpacing * height,
                gap < 0.2 * height || gap < 2 * widestGap || direction == .unknown
            else { return false }
            if direction == .unknown { direction = .right }
            widestGap = max(widestGap, gap)
            return true
        }
        guard abs(box.left - last.left) < tolerance, abs(box.right - last.right) < tolerance else { return false }
        let width = box.width
        let isDown = box.middle > last.middle
        let gap = isDown ? box.top - last.bottom : last.top - box.bottom
        let found: PlacedWord.Direction = isDown ? .down : .up
        guard direction == .unknown || direction == found, abs(gap) < Self.widestLetterSpacing * width
        else { return false }
        direction = found
        return true
    }

    private mutating func endWord(isGlued willBeGlued: Bool) {
        if let box {
            words.append(
                PlacedWord(
                    box: box, start: start, end: bytes.count, direction: isRightToLeft ? .right : direction,
                    isRightToLeft: isRightToLeft, isGlued: isGlued))
            isGlued = willBeGlued
        } else if !willBeGlued {
            isGlued = false
        }
        box = nil
        direction = .unknown
        isRightToLeft = false
        widestGap = 0
    }

    /// Letters of Hebrew, Arabic and their neighbours, in all forms.
    static func isRightToLeft(_ scalar: UInt32) -> Bool {
        (0x590...0x8FF).contains(scalar) || (0xFB1D...0xFDFF).contains(scalar) || (0xFE70...0xFEFC).contains(scalar)
            || (0x10800...0x10FFF).contains(scalar) || (0x1E800...0x1EFFF).contains(scalar)
    }
}
