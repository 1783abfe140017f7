/// A word, or a part of one, and where it stands on its page: in points, from the page's top left corner.
struct PlacedWord {
    var box: TextBox
    /// Its text, in the buffer of `PageWords`.
    var start: Int
    var end: Int
    var direction: Direction
    /// Holds letters that are written from right to left.
    var isRightToLeft = false
    /// No white space stands between it and the word before it.
    var isGlued: Bool
    /// The last of a line, as poppler sees lines.
    var endsLine = false

    /// Where the letters of a line follow one another to.
    enum Direction: UInt8 {
        case right, down, left, up
        /// A single character, which does not tell.
        case unknown
    }
}

/// A rectangle with sides parallel to the page's.
struct TextBox: Hashable {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    var height: Double { bottom - top }
    var width: Double { right - left }
    var middle: Double { (top + bottom) / 2 }

    /// How much of both heights is common; negative where there is a gap between them.
    @inline(__always)
    func verticalOverlap(_ other: TextBox) -> Double { min(bottom, other.bottom) - max(top, other.top) }

    /// Positive where the two stand apart.
    @inline(__always)
    func horizontalGap(_ other: TextBox) -> Double { max(other.left - right, left - other.right) }

    @inline(__always)
    mutating func formUnion(_ other: TextBox) {
        left = min(left, other.left)
        top = min(top, other.top)
        right = max(right, other.right)
        bottom = max(bottom, other.bottom)
    }
}
