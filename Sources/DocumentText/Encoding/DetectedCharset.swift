import CUchardet

/// What uchardet takes an encoding for, by how often letters follow each other in the languages it knows. It always
/// gives a guess, never its certainty: what it says must fit the text besides.
enum DetectedCharset: Equatable {
    case western, gb18030, shiftJIS, big5, koreanWindows
    case other

    /// Longer texts tell no more.
    private static let sampleLength = 256 << 10

    init(_ bytes: UnsafeRawBufferPointer) throws(DocumentError) {
        let library = try Uchardet.loaded()
        guard let detector = library.uchardet_new() else { throw .systemFailure(errno: 12) }
        defer { library.uchardet_delete(detector) }
        // From a little before the first letter that is not ASCII.
        let start = max(0, (bytes.firstIndex { $0 >= 0x80 } ?? 0) - 1_000)
        let sample = bytes.slice(start..<min(bytes.count, start + Self.sampleLength))
        guard let base = sample.bindMemory(to: CChar.self).baseAddress,
            library.uchardet_handle_data(detector, base, sample.count) == 0
        else {
            self = .other
            return
        }
        library.uchardet_data_end(detector)
        self =
            switch String(cString: library.uchardet_get_charset(detector)) {
            case "WINDOWS-1252", "ISO-8859-1", "ISO-8859-15": .western
            case "GB18030", "GBK", "GB2312": .gb18030
            case "SHIFT_JIS": .shiftJIS
            case "BIG5": .big5
            case "UHC", "EUC-KR": .koreanWindows
            default: .other
            }
    }
}
