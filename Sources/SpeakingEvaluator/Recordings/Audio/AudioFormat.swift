/// The audio containers that Gemini takes, told apart by their first bytes: neither an extension nor a content type
/// proves anything (docs/decisions/0010-recordings-by-their-content.md).
enum AudioFormat: String, CaseIterable, Sendable {
    case wav, mp3, mp4, ogg, flac, aac, aiff, webm

    /// As the Gemini API names it.
    var mimeType: String {
        switch self {
        case .wav: "audio/wav"
        case .mp3: "audio/mp3"
        case .mp4: "audio/m4a"
        case .ogg: "audio/ogg"
        case .flac: "audio/flac"
        case .aac: "audio/aac"
        case .aiff: "audio/aiff"
        case .webm: "audio/webm"
        }
    }

    /// What follows `riff` in the GUID of Sony's Wave64.
    private static let wave64: [UInt8] = [0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB]

    /// Boxes that may come first where the brand does not: in a part of an MP4, and in old QuickTime files. In front of
    /// them stands a size below the limit for recordings, which no text begins with.
    private static let boxes: [StaticString] = ["styp", "moof", "sidx", "moov", "mdat", "wide"]

    /// - Parameter head: the file's first bytes, at least 12 of them.
    init?(head: [UInt8]) {
        func has(_ text: StaticString, at offset: Int) -> Bool {
            let count = text.utf8CodeUnitCount
            guard head.count >= offset + count else { return false }
            return text.withUTF8Buffer { head[offset..<(offset + count)].elementsEqual($0) }
        }
        guard head.count >= 12 else { return nil }
        if has("WAVE", at: 8) && (has("RIFF", at: 0) || has("RF64", at: 0) || has("BW64", at: 0)) {
            self = .wav
        } else if has("riff", at: 0) && head[4...].starts(with: Self.wave64) {
            self = .wav
        } else if has("FORM", at: 0) && (has("AIFF", at: 8) || has("AIFC", at: 8)) {
            self = .aiff
        } else if has("fLaC", at: 0) {
            self = .flac
        } else if has("OggS", at: 0) {
            self = .ogg
        } else if has("ftyp", at: 4) || head[0] < 9 && Self.boxes.contains(where: { has($0, at: 4) }) {
            self = .mp4
        } else if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) || head.starts(with: [0x1F, 0x43, 0xB6, 0x75]) {
            // A file's header, or a cluster of sound whose header got lost.
            self = .webm
        } else if has("ID3", at: 0) {
            self = .mp3
        } else if head[0] == 0xFF && head[1] & 0xF6 == 0xF0 {
            // ADTS: twelve sync bits, layer 0. An MPEG audio frame has the same sync and a layer of its own.
            self = .aac
        } else if head[0] == 0xFF && head[1] & 0xE0 == 0xE0 && head[1] & 0x06 != 0 {
            self = .mp3
        } else {
            return nil
        }
    }
}
