import BandUpCore
import FoundationEssentials

/// Scores one essay with one model call.
struct WritingWorker: JobWorker {
    typealias Summary = WritingSummary

    static let idField = "session_id"
    static let collectionPath = "/writing/evaluations"

    let generator: StructuredGenerator
    let model: GeminiModel

    static let modelVariable = "GEMINI_MODEL"
    /// Tokens. An answer with long feedback has about 1,500; thinking comes on top.
    static let maxOutputTokens = 8192

    func request(from fields: RequestFields, for user: JobUser) throws(JobError) -> WritingRequest {
        do {
            return try WritingRequest(fields)
        } catch {
            throw .permanent(JobFailure(error))
        }
    }

    func perform(_ request: WritingRequest, key: JobKey, context: JobContext) async throws(JobError) -> WritingRecord {
        let prompt = WritingPrompt(request: request)
        let answer: StructuredAnswer<WritingFeedback>
        do {
            answer = try await generator.generate(
                WritingFeedback.self, model: model,
                request: GenerateContentRequest(
                    systemInstruction: prompt.systemInstruction, parts: [.text(prompt.content())],
                    generationConfig: GenerationConfig(
                        maxOutputTokens: Self.maxOutputTokens, responseFormat: .json(WritingFeedback.schema))),
                deadline: context.deadline, logger: context.logger)
        } catch {
            throw JobError(error, modelVariable: Self.modelVariable)
        }
        return try record(of: answer, request: request)
    }

    func answer(to key: JobKey, outcome: WritingRecord) throws -> WritingResult {
        try WritingResult(key: key, record: outcome)
    }

    private func record(
        of answer: StructuredAnswer<WritingFeedback>, request: WritingRequest
    ) throws(JobError) -> WritingRecord {
        let feedback = answer.value.keepingQuotes(from: request.essay)
        return WritingRecord(
            overallBand: feedback.overallBand.description,
            taskAchievementBand: feedback.taskAchievement.band.description,
            coherenceBand: feedback.coherenceCohesion.band.description,
            lexicalBand: feedback.lexicalResource.band.description,
            grammarBand: feedback.grammaticalRangeAccuracy.band.description,
            wordCount: WordCounter.count(request.essay),
            feedback: try feedback.jsonText(),
            modelUsed: "gemini-writing_\(request.task.rawValue.lowercased().replacing("_", with: ""))",
            modelVersion: answer.modelVersion,
            estimatedCost: answer.cost?.description,
            promptVersion: WritingPrompt.version)
    }
}
