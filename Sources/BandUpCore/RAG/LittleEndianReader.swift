/// Reads numbers of 32 bits, the least significant byte first, and pieces of text. What is not there is nil.
struct LittleEndianReader {
    private(set) var rest: Slice<UnsafeRawBufferPointer>

    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes[...]
    }

    mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    }

    mutating func number() -> UInt32? {
        take(4).map { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) }
    }

    mutating func count() -> Int? {
        number().map(Int.init)
    }

    /// - Returns: nil for what is not UTF-8.
    mutating func text(_ byteCount: Int) -> String? {
        take(byteCount).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
