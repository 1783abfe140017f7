import BandUpCore
/// Reads small pieces one after the other without a system call, or memory of their own, for each.
///
/// A piece before the window or behind it moves the window, so that short looks ahead cost nothing and a walk over a
/// whole recording of 100 MB reads it once.
struct SequentialReader {
    private static let windowByteCount = 65_536

    let byteCount: Int
    private let file: FileHeadReader
    private var window: [UInt8] = []
    private var windowStart = 0

    init(_ file: FileHeadReader) {
        self.file = file
        byteCount = file.byteCount
    }

    /// Fewer bytes than asked for at the file's end.
    mutating func read(count: Int, at offset: Int) -> [UInt8] {
        guard let range = range(count: count, at: offset) else { return [] }
        return Array(window[range])
    }

    /// A whole number of up to eight bytes; nil behind the file's end.
    mutating func integer(count: Int, at offset: Int, bigEndian: Bool = true) -> UInt64? {
        guard let range = range(count: count, at: offset), range.count == count else { return nil }
        var value: UInt64 = 0
        if bigEndian {
            for index in range { value = value << 8 | UInt64(window[index]) }
        } else {
            for index in range.reversed() { value = value << 8 | UInt64(window[index]) }
        }
        return value
    }

    mutating func has(_ text: StaticString, at offset: Int) -> Bool {
        guard let range = range(count: text.utf8CodeUnitCount, at: offset) else { return false }
        return text.withUTF8Buffer { window[range].elementsEqual($0) }
    }

    /// The first place in `places` whose byte fits.
    mutating func firstPlace(in places: Range<Int>, where fits: (UInt8) -> Bool) -> Int? {
        var position = max(0, places.lowerBound)
        while position < places.upperBound, let range = range(count: 1, at: position) {
            let rest = window[range.lowerBound...].prefix(places.upperBound - position)
            if let index = rest.firstIndex(where: fits) { return windowStart + index }
            position += rest.count
        }
        return nil
    }

    /// Where the piece stands in the window; shorter at the file's end, nil behind it.
    private mutating func range(count: Int, at offset: Int) -> Range<Int>? {
        guard count > 0, offset >= 0, offset < byteCount else { return nil }
        let end = min(offset + min(count, byteCount), byteCount)
        if offset < windowStart || end > windowStart + window.count {
            window = file.read(count: max(count, Self.windowByteCount), at: offset)
            windowStart = offset
        }
        let available = min(end, windowStart + window.count)
        return available > offset ? (offset - windowStart)..<(available - windowStart) : nil
    }
}
