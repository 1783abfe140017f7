import BandUpCore

/// The audio containers that Gemini takes, told apart by their first bytes: an extension proves nothing.
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

    /// Extensions, in lower case, under which such files are saved.
    private var extensions: Set<String> {
        switch self {
        case .wav: ["wav", "wave"]
        case .mp3: ["mp3", "mpga", "mp2", "mpeg"]
        case .mp4: ["mp4", "m4a", "m4b", "3gp", "3gpp", "mov"]
        case .ogg: ["ogg", "oga", "opus", "spx"]
        case .flac: ["flac"]
        case .aac: ["aac", "adts"]
        case .aiff: ["aiff", "aif", "aifc"]
        case .webm: ["webm", "weba", "mka", "mkv"]
        }
    }

    /// Whether a file's name speaks of another audio format than its bytes. No extension, or one that is nobody's, says
    /// nothing.
    func contradicts(name: String) -> Bool {
        let file = name.split(separator: "/").last.map(String.init) ?? name
        guard let dot = file.lastIndex(of: ".") else { return false }
        let suffix = file[file.index(after: dot)...].lowercased()
        return !extensions.contains(suffix) && Self.allCases.contains { $0.extensions.contains(suffix) }
    }

    /// - Parameter head: the file's first bytes, at least 12 of them.
    init?(head: [UInt8]) {
        func has(_ text: StaticString, at offset: Int) -> Bool {
            let count = text.utf8CodeUnitCount
            guard head.count >= offset + count else { return false }
            return text.withUTF8Buffer { head[offset..<(offset + count)].elementsEqual($0) }
        }
        guard head.count >= 12 else { return nil }
        if has("RIFF", at: 0) && has("WAVE", at: 8) {
            self = .wav
        } else if has("FORM", at: 0) && (has("AIFF", at: 8) || has("AIFC", at: 8)) {
            self = .aiff
        } else if has("fLaC", at: 0) {
            self = .flac
        } else if has("OggS", at: 0) {
            self = .ogg
        } else if has("ftyp", at: 4) {
            self = .mp4
        } else if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
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
