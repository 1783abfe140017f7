import BandUpCore

/// Ogg: pages that carry, for the last sample in them, its number in the stream (the granule position; RFC 3533).
///
/// Streams may follow each other in one file (chained), and a piece of a longer recording keeps its granule positions.
/// So all pages are walked over: for each stream the last position minus the first, added up.
struct OggStream {
    private(set) var duration: Duration?
    /// That nothing follows the headers.
    private(set) var isEmpty = true

    private var reader: SequentialReader
    private var link: Link?
    private var seconds = 0.0

    /// A file of the permitted size has no more pages, unless most of them are empty.
    private static let mostPages = 4_000_000

    /// One of the streams that follow each other.
    private struct Link {
        let serial: UInt64
        let codec: OggCodec
        var span = TimeSpan()
        /// Packets of the first page of a piece that begins late, until the second page tells how long they are.
        var firstPackets: Int?

        var seconds: Double { max(0, span.length - codec.preSkip) / codec.rate }
    }

    /// Nil where the first stream is not audio.
    init?(_ file: FileHeadReader) {
        reader = SequentialReader(file)
        var position = 0
        var pages = 0
        var isDescribed = false
        while pages < Self.mostPages, let start = pageStart(from: position), let page = OggPage(&reader, at: start) {
            pages += 1
            position = start + page.byteCount
            // Pages follow each other. One that is not followed is damaged, unless it is the last.
            if !reader.has("OggS", at: position), let next = pageStart(from: start + 4) {
                position = next
                if next < start + page.byteCount { continue }
            }
            // A file's first page begins a stream, whether or not its flag says so.
            guard page.isFirst || pages == 1 else {
                add(page)
                continue
            }
            if let codec = OggCodec(&reader, at: page.body) {
                close()
                link = Link(serial: page.serial, codec: codec)
            } else if link == nil {
                // A skeleton describes the streams behind it.
                isDescribed = isDescribed || reader.has("fishead\0", at: page.body)
                guard isDescribed else { return nil }
            }
        }
        guard link != nil else { return nil }
        close()
        guard pages < Self.mostPages, !isEmpty, seconds > 0 else { return }
        duration = .seconds(seconds)
    }

    private mutating func close() {
        if let link { seconds += link.seconds }
        link = nil
    }

    private mutating func add(_ page: OggPage) {
        // Headers are at position 0.
        guard let link, page.serial == link.serial, page.granule > 0 else { return }
        isEmpty = false
        // All ones: no packet ends on this page.
        guard page.granule < 1 << 62 else { return }
        let end = Double(page.granule)
        let start = max(0, end - link.codec.samples(in: page, &reader))
        let packets = page.endingPackets.count
        if link.span.first == nil {
            // At most so many samples; the next page tells how many there are in a packet.
            if link.codec.mostSamples != nil, start > 0 { self.link?.firstPackets = packets }
        } else if let first = link.firstPackets, packets > 0 {
            let each = (end - link.span.last) / Double(packets)
            self.link?.span.moveFirst(to: link.span.last - each * Double(first))
            self.link?.firstPackets = nil
        }
        self.link?.span.add(from: start, to: end, tolerance: link.codec.rate)
    }

    private mutating func pageStart(from position: Int) -> Int? {
        var place = position
        while !reader.has("OggS", at: place) {
            let rest = min(place + 1, reader.byteCount)..<reader.byteCount
            guard let next = reader.firstPlace(in: rest, where: { $0 == 0x4F }) else { return nil }
            place = next
        }
        return place
    }
}
