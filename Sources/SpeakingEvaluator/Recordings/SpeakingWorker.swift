import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import FoundationEssentials

/// Scores one recording with one model call, or as many as `options` says: transcript and bands together, from the sound itself.
struct SpeakingWorker: JobWorker {
    static let idField = "session_id"
    static let collectionPath = "/speaking/evaluations"

    let generator: StructuredGenerator
    let model: ModelID
    let s3: S3Client
    let objects: ObjectPolicy
    /// For recordings that are too large to go inside the request; nil where there is no such thing.
    var files: GeminiFiles? = nil
    /// Bytes of a request, base64 counted, up to which the recording goes inside it.
    var inlineLimit = GeminiClient.maxRequestByteCount
    var options = ExaminingOptions()

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
    ) async throws(JobError) -> SpeakingOutcome {
        let file = TemporaryFile()
        defer { file.remove() }
        let audio = try await recording(request.audio, into: file, context: context)
        try requireSound(audio)
        let examination: Examination<SpeakingAssessment>
        do {
            examination = try await context.step(.generate) { () throws(ModelError) in
                try await assessment(of: audio, at: file.path, request: request, context: context)
            }
        } catch {
            throw JobError(error, modelVariable: Self.modelVariable)
        }
        guard WordCounter.count(examination.assessment.transcript) > 0 else {
            throw .permanent(JobFailure(.unprocessable, "No speech was found in the recording."))
        }
        return try record(of: examination, audio: audio, request: request)
    }

    /// The recording goes inside the request where it fits, else by way of the Files API.
    private func assessment(
        of audio: AudioFile, at path: String, request: SpeakingRequest, context: JobContext
    ) async throws(ModelError) -> Examination<SpeakingAssessment> {
        let mimeType = audio.format.mimeType
        let inlineSize = (audio.byteCount + 2) / 3 * 4 + Self.inlineMargin
        guard let files, inlineSize > inlineLimit else {
            let part = ModelPart.inlineFile(
                mimeType: mimeType, path: path, byteCount: audio.byteCount)
            return try await ask(request, with: part, audio: audio, context: context)
        }
        context.logger.info("the recording goes through the Files API", .count("bytes", audio.byteCount))
        return try await files.withUploaded(
            path: path, byteCount: audio.byteCount, mimeType: mimeType, deadline: context.deadline,
            logger: context.logger
        ) { (file: GeminiFile) async throws(ModelError) in
            try await ask(
                request, with: .fileData(uri: file.uri, mimeType: mimeType), audio: audio, context: context)
        }
    }

    private func ask(
        _ request: SpeakingRequest, with recording: ModelPart, audio: AudioFile, context: JobContext
    ) async throws(ModelError) -> Examination<SpeakingAssessment> {
        let prompt = SpeakingPrompt(request: request)
        let panel = ExaminerPanel(
            generator: generator, model: model, higherRungs: options.higherRungs, samples: options.samples,
            clock: context.clock)
        let check = TranscriptCheck(duration: audio.plausibleDuration, level: audio.level)
        return try await panel.examine(
            SpeakingAssessment.self,
            request: ModelRequest(
                systemInstruction: prompt.systemInstruction, parts: [.text(prompt.content()), recording],
                generationConfig: GenerationConfig(
                    maxOutputTokens: Self.maxOutputTokens, responseFormat: .json(SpeakingAssessment.schema))),
            deadline: context.deadline, logger: context.logger, check: { try check.check($0) },
            usageCheck: { try check.check($0, against: $1) }, doubt: { check.doubt(about: $0) })
    }

    /// Fetches the recording and looks at what it is. Its bytes stay in the file.
    private func recording(
        _ location: S3Location, into file: TemporaryFile, context: JobContext
    ) async throws(JobError) -> AudioFile {
        do {
            _ = try await context.step(.fetch) { () throws(AWSError) in
                try await s3.getObject(
                    bucket: location.bucket, key: location.key, toFile: file.path,
                    limit: AudioFile.maximumByteCount, deadline: context.deadline)
            }
        } catch {
            throw JobError(error, reading: "audio_url", limit: AudioFile.maximumByteCount)
        }
        let audio: AudioFile
        do {
            audio = try await context.step(.read) { () throws(RecordingFault) in try AudioFile(path: file.path) }
        } catch {
            throw .permanent(error.failure)
        }
        // Its name and content type may say what they like: what is sent is called what it is
        // (docs/decisions/0010-recordings-by-their-content.md).
        if let patch = audio.patch, !patch.apply(toFileAt: file.path) {
            context.logger.warn("the recording's header could not be rewritten", .count("bytes", audio.byteCount))
        }
        return audio
    }

    /// Nothing is paid for a recording in which there can't be speech.
    private func requireSound(_ audio: AudioFile) throws(JobError) {
        func unprocessable(_ message: String) -> JobError { .permanent(JobFailure(.unprocessable, message)) }
        guard !audio.isEmpty else { throw unprocessable("The recording is empty: there is no sound in the file.") }
        switch audio.level?.verdict {
        case .silence: throw unprocessable("The recording is silent.")
        case .steadyNoise: throw unprocessable("The recording holds only steady noise.")
        case .mayBeSpeech, nil: break
        }
    }

    private func record(
        of examination: Examination<SpeakingAssessment>, audio: AudioFile, request: SpeakingRequest
    ) throws(JobError) -> SpeakingOutcome {
        let transcript = examination.assessment.transcript
        let isEnglish = EnglishText.verdict(on: transcript) != .notEnglish
        // Marks for a speech in another language would be luck.
        let feedback =
            isEnglish
            ? examination.assessment.feedback
            : Band(0).map {
                .nothing("You did not speak English, so there is nothing here to mark. Record it in English.", band: $0)
            } ?? examination.assessment.feedback
        let spending = examination.spending
        let measured = MeasuredLength(
            ours: audio.plausibleDuration, models: spending.usage.audioDuration(calls: examination.markingCalls))
        let wordCount = WordCounter.count(transcript)
        let duration = measured.duration(of: wordCount)
        let warnings = warnings(of: examination, duration: duration, isEnglish: isEnglish, request: request)
        return SpeakingOutcome(
            transcript: transcript,
            duration: SpeakingOutcome.seconds(duration),
            wordCount: wordCount,
            overallBand: DecimalAttribute(feedback.overallBand),
            fluencyBand: DecimalAttribute(feedback.fluencyCoherence.band),
            lexicalBand: DecimalAttribute(feedback.lexicalResource.band),
            grammarBand: DecimalAttribute(feedback.grammaticalRangeAccuracy.band),
            pronunciationBand: DecimalAttribute(feedback.pronunciation.band),
            feedback: JSONAttribute(feedback),
            modelUsed: "\(examination.model)-audio",
            modelVersion: examination.modelVersion,
            estimatedCost: spending.cost.map(DecimalAttribute.init),
            promptVersion: SpeakingPrompt.version,
            speakingRate: TranscriptCheck.rate(words: wordCount, in: duration).flatMap { DecimalAttribute($0) },
            pauses: examination.assessment.pauses,
            warnings: warnings,
            confidence: examination.confidence,
            modelRung: examination.rung)
    }

    private func warnings(
        of examination: Examination<SpeakingAssessment>, duration: Duration, isEnglish: Bool, request: SpeakingRequest
    ) -> [EvaluationWarning] {
        var warnings = [
            UsualLength.warning(for: duration, part: request.part, questions: request.questions.count)
        ].compactMap(\.self)
        if !isEnglish {
            warnings.append(EvaluationWarning(.notEnglish, "The answer is not in English. Only English is marked."))
        }
        let assessment = examination.assessment
        if InstructionDetector.finds(in: assessment.transcript)
            || !ReportedPassages(assessment.addressedToExaminer, in: assessment.transcript).isEmpty
        {
            warnings.append(
                EvaluationWarning(
                    .instructionsInAnswer, "Parts of the answer speak to the examiner. They count as off-topic speech.")
            )
        }
        if examination.confidence.level == .low {
            warnings.append(
                EvaluationWarning(
                    .lowConfidence, "The bands are less certain than usual. A second opinion may differ by a band."))
        }
        return warnings
    }
}
