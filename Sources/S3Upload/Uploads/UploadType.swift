/// What an upload is for; decides its bucket, its types and its size.
enum UploadType: String, CaseIterable, Sendable {
    case speakingAudio = "speaking_audio"
    case flashcardPDF = "flashcard_pdf"
    case writingEssay = "writing_essay"

    /// Bytes (SPEC.md section 9).
    var maximumByteCount: Int {
        switch self {
        case .speakingAudio: 100 << 20
        case .flashcardPDF, .writingEssay: 50 << 20
        }
    }

    /// Content types, each with the extensions that go with it.
    private var extensionsByContentType: KeyValuePairs<String, [String]> {
        switch self {
        case .speakingAudio:
            [
                "audio/wav": ["wav"], "audio/x-wav": ["wav"], "audio/wave": ["wav"], "audio/vnd.wave": ["wav"],
                "audio/mpeg": ["mp3"], "audio/mp3": ["mp3"],
                "audio/mp4": ["m4a", "mp4"], "audio/m4a": ["m4a"], "audio/x-m4a": ["m4a"],
                "audio/ogg": ["ogg", "oga", "opus"], "audio/opus": ["opus", "ogg"],
                "audio/flac": ["flac"], "audio/x-flac": ["flac"],
                "audio/aac": ["aac"], "audio/aiff": ["aiff", "aif"], "audio/x-aiff": ["aiff", "aif"],
                "audio/webm": ["webm"], "audio/3gpp": ["3gp", "3gpp"],
                // Recorders of browsers and phones name a recording so that has no picture.
                "video/webm": ["webm"], "video/mp4": ["mp4", "m4a"],
            ]
        case .flashcardPDF, .writingEssay:
            [
                "text/plain": ["txt"], "text/markdown": ["md"], "application/pdf": ["pdf"],
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
            ]
        }
    }

    /// The type that says nothing goes with every extension of the upload type.
    static let unspecifiedContentType = "application/octet-stream"

    var contentTypes: [String] {
        extensionsByContentType.map(\.key) + [Self.unspecifiedContentType]
    }

    func accepts(contentType: String) -> Bool {
        contentTypes.contains(contentType)
    }

    /// The file name extensions, in lower case, that `contentType` may come with.
    func extensions(for contentType: String) -> Set<String> {
        let matching = extensionsByContentType.filter {
            contentType == Self.unspecifiedContentType || $0.key == contentType
        }
        return Set(matching.flatMap(\.value))
    }
}
