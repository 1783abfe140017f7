import Base

/// Counts words by their bytes: an open-addressing hash table over one store of letters, since a `String` for every
/// word of a book would cost more than reading it.
struct WordTable: Sendable {
    struct Entry: Sendable {
        fileprivate let start: Int
        fileprivate let length: Int
        fileprivate let hash: Int
        fileprivate(set) var count: Int
    }

    /// In order of first occurrence.
    private(set) var entries: [Entry] = []
    private var letters: [UInt8] = []
    /// Indices of `entries`; -1 is free. The count is a power of two.
    private var slots = [Int32](repeating: -1, count: 1024)
    private let maxEntries: Int

    /// - Parameter maxEntries: once there are so many different words, new ones are no longer counted. No text in a
    ///   human language comes near the default.
    init(maxEntries: Int = 200_000) {
        self.maxEntries = maxEntries
    }

    mutating func count(_ word: UnsafeBufferPointer<UInt8>) {
        let hash = Self.hash(word)
        let slot = slot(of: word, hash: hash)
        let index = Int(slots[slot])
        if index >= 0 {
            entries[index].count += 1
        } else if entries.count < maxEntries {
            slots[slot] = Int32(entries.count)
            entries.append(Entry(start: letters.count, length: word.count, hash: hash, count: 1))
            letters.append(contentsOf: word)
            if entries.count > slots.count / 2 { grow() }
        }
    }

    /// The word's place in `entries`.
    func index(of word: UnsafeBufferPointer<UInt8>) -> Int? {
        let index = Int(slots[slot(of: word, hash: Self.hash(word))])
        return index >= 0 ? index : nil
    }

    func word(_ entry: Entry) -> String {
        String(decoding: letters[entry.start..<(entry.start + entry.length)], as: UTF8.self)
    }

    /// Where the word stands, or the free slot where it belongs.
    private func slot(of word: UnsafeBufferPointer<UInt8>, hash: Int) -> Int {
        let mask = slots.count - 1
        var slot = hash & mask
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash, entry.length == word.count,
                letters[entry.start..<(entry.start + entry.length)].elementsEqual(word)
            {
                return slot
            }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        let mask = slots.count - 1
        for (index, entry) in entries.enumerated() {
            var slot = entry.hash & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(index)
        }
    }

    /// Seeded per process, so that no document can be made to collide. Order of results never depends on it.
    private static func hash(_ word: UnsafeBufferPointer<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(word))
        return hasher.finalize()
    }
}
