import BandUpCore
import FoundationEssentials

/// Scores one recording with one model call: transcript and bands together, from the sound itself.
struct SpeakingWorker: JobWorker {
    static let idField = "session_id"
    static let collectionPath = "/speaking/evaluations"

    let generator: StructuredGenerator
    let model: GeminiModel
    let s3: S3Client
    let objects: ObjectPolicy
    /// For recordings that are too large to go inside the request; nil where there is no such thing.
    var files: GeminiFiles? = nil
    /// Bytes of a request, base64 counted, up to which the recording goes inside it.
    var inlineLimit = GeminiClient.maxRequestByteCount

    static let inlineLimitVariable = "GEMINI_INLINE_LIMIT_BYTES"
    /// What instructions, questions and schema add to the recording; they are far below this.
    private static let inlineMargin = 256 << 10

    static let modelVariable = "GEMINI_AUDIO_MODEL"
    /// Tokens. Ten minutes of speech have about 1,500 words; feedback and thinking come on top.
    static let maxOutputTokens = 16384

    func request(from fields: RequestFields, for user: JobUser) throws(JobError) -> SpeakingRequest {
        let request: SpeakingRequest
        do {
            request = try SpeakingRequest(fields)
        } catch {
            throw .permanent(JobFailure(error))
        }
        try objects.check(request.audio, field: "audio_url", for: user)
        return request
    }

    func perform(
        _ request: SpeakingRequest, key: JobKey, context: JobContext
    ) async throws(JobError) -> SpeakingRecord {
        let file = TemporaryFile()
        defer { file.remove() }
        let audio = try await recording(request.audio, into: file, deadline: context.deadline)
        try requireSound(audio)
        let answer: StructuredAnswer<SpeakingAssessment>
        do {
            answer = try await assessment(of: audio, at: file.path, request: request, context: context)
        } catch {
            throw JobError(error, modelVariable: Self.modelVariable)
        }
        guard WordCounter.count(answer.value.transcript) > 0 else {
            throw .permanent(JobFailure(.unprocessable, "No speech was found in the recording."))
        }
        return try record(of: answer, audio: audio, request: request)
    }

    func answer(to key: JobKey, outcome: SpeakingRecord) throws -> SpeakingResult {
        try SpeakingResult(key: key, record: outcome)
    }

    /// The recording goes inside the request where it fits, else by way of the Files API.
    private func assessment(
        of audio: AudioFile, at path: String, request: SpeakingRequest, context: JobContext
    ) async throws(GeminiError) -> StructuredAnswer<SpeakingAssessment> {
        let mimeType = audio.format.mimeType
        let inlineSize = (audio.byteCount + 2) / 3 * 4 + Self.inlineMargin
        guard let files, inlineSize > inlineLimit else {
            let part = GenerateContentRequest.Part.inlineFile(
                mimeType: mimeType, path: path, byteCount: audio.byteCount)
            return try await ask(request, with: part, context: context)
        }
        context.logger.info("the recording goes through the Files API", .count("bytes", audio.byteCount))
        return try await files.withUploaded(
            path: path, byteCount: audio.byteCount, mimeType: mimeType, deadline: context.deadline,
            logger: context.logger
        ) { (file: GeminiFile) async throws(GeminiError) in
            try await ask(request, with: .fileData(uri: file.uri, mimeType: mimeType), context: context)
        }
    }

    private func ask(
        _ request: SpeakingRequest, with recording: GenerateContentRequest.Part, context: JobContext
    ) async throws(GeminiError) -> StructuredAnswer<SpeakingAssessment> {
        let prompt = SpeakingPrompt(request: request)
        return try await generator.generate(
            SpeakingAssessment.self, model: model,
            request: GenerateContentRequest(
                systemInstruction: prompt.systemInstruction, parts: [.text(prompt.content()), recording],
                generationConfig: GenerationConfig(
                    maxOutputTokens: Self.maxOutputTokens, responseFormat: .json(SpeakingAssessment.schema))),
            deadline: context.deadline, logger: context.logger)
    }

    /// Fetches the recording and looks at what it is. Its bytes stay in the file.
    private func recording(
        _ location: S3Location, into file: TemporaryFile, deadline: Deadline
    ) async throws(JobError) -> AudioFile {
        do {
            _ = try await s3.getObject(
                bucket: location.bucket, key: location.key, toFile: file.path, limit: AudioFile.maximumByteCount,
                deadline: deadline)
        } catch {
            throw JobError(error, reading: "audio_url", limit: AudioFile.maximumByteCount)
        }
        guard let audio = AudioFile(path: file.path) else {
            throw .permanent(
                JobFailure(
                    .unsupportedMedia,
                    "The file is not a recording in a known format (WAV, MP3, M4A, OGG, FLAC, AAC, AIFF, WebM).",
                    field: "audio_url"))
        }
        guard !audio.format.contradicts(name: location.key) else {
            throw .permanent(
                JobFailure(
                    .unsupportedMedia,
                    "The file's name says another format than its content, which is \(audio.format.rawValue).",
                    field: "audio_url"))
        }
        return audio
    }

    /// Nothing is paid for a recording in which there can't be speech.
    private func requireSound(_ audio: AudioFile) throws(JobError) {
        switch audio.level?.verdict {
        case .silence: throw .permanent(JobFailure(.unprocessable, "The recording is silent."))
        case .steadyNoise: throw .permanent(JobFailure(.unprocessable, "The recording holds only steady noise."))
        case .mayBeSpeech, nil: break
        }
    }

    private func record(
        of answer: StructuredAnswer<SpeakingAssessment>, audio: AudioFile, request: SpeakingRequest
    ) throws(JobError) -> SpeakingRecord {
        let feedback = answer.value.feedback
        // A container that does not say how long it is was measured by the model's side.
        let duration = audio.duration ?? answer.usage.audioDuration(calls: answer.calls)
        let warnings = [
            UsualLength.warning(for: duration, part: request.part, questions: request.questions.count)
        ].compactMap(\.self)
        return SpeakingRecord(
            transcript: answer.value.transcript,
            duration: SpeakingRecord.durationText(duration),
            wordCount: WordCounter.count(answer.value.transcript),
            overallBand: feedback.overallBand.description,
            fluencyBand: feedback.fluencyCoherence.band.description,
            lexicalBand: feedback.lexicalResource.band.description,
            grammarBand: feedback.grammaticalRangeAccuracy.band.description,
            pronunciationBand: feedback.pronunciation.band.description,
            feedback: try feedback.jsonText(),
            modelUsed: "\(model)-audio",
            modelVersion: answer.modelVersion,
            estimatedCost: answer.cost?.description,
            promptVersion: SpeakingPrompt.version,
            warnings: warnings.isEmpty ? nil : warnings)
    }
}
