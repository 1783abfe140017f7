import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import FoundationEssentials

/// Scores one essay: by the rules where they settle it, else with one model call, or as many as `options` says.
struct WritingWorker: JobWorker {
    static let idField = "session_id"
    static let collectionPath = "/writing/evaluations"

    let generator: StructuredGenerator
    let model: ModelID
    var options = ExaminingOptions()
    /// Stands before `-writing_…` in the record's `model_used`.
    var provider = "gemini"

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

    func perform(_ request: WritingRequest, key: JobKey, context: JobContext) async throws(JobError) -> WritingOutcome {
        let facts = EssayFacts(request)
        if let feedback = facts.ruling?.feedback { return try ruled(feedback, facts: facts, request: request) }
        let prompt = WritingPrompt(request: request)
        let panel = ExaminerPanel(
            generator: generator, model: model, higherRungs: options.higherRungs, samples: options.samples,
            clock: context.clock)
        let essay = FoldedText(request.shownEssay)
        do {
            let examination = try await context.step(.generate) {
                try await panel.examine(
                    WritingAssessment.self,
                    request: ModelRequest(
                        systemInstruction: prompt.systemInstruction, parts: [.text(prompt.content())],
                        generationConfig: GenerationConfig(
                            maxOutputTokens: Self.maxOutputTokens, responseFormat: .json(WritingAssessment.schema))),
                    deadline: context.deadline, logger: context.logger,
                    check: { try facts.check($0, essay: essay) }, doubt: { facts.doubt(about: $0) })
            }
            return try record(of: examination, facts: facts, request: request)
        } catch let error as ModelError {
            if case .malformedAnswer = error.reason, facts.hasInstructions { throw Self.unreliable(error) }
            throw JobError(error, modelVariable: Self.modelVariable)
        } catch let error as JobError {
            throw error
        } catch {
            throw .permanent(JobFailure(.modelError, "The result could not be written.", cause: error))
        }
    }

    private static func unreliable(_ error: ModelError) -> JobError {
        .permanent(
            JobFailure(
                .unprocessable,
                "The answer speaks to the examiner and could not be marked reliably. Take those parts out and send it "
                    + "again.", cause: error))
    }

    private func record(
        of examination: Examination<WritingAssessment>, facts: EssayFacts, request: WritingRequest
    ) throws -> WritingOutcome {
        let marked = examination.assessment.feedback
        let feedback = marked.keepingQuotes(from: request.shownEssay)
        var warnings = facts.warnings(reported: examination.assessment.addressedToExaminer)
        if examination.confidence.level == .low {
            warnings.append(
                EvaluationWarning(
                    .lowConfidence, "The bands are less certain than usual. A second opinion may differ by a band."))
        }
        let dropped = marked.quotedExamples.count - feedback.quotedExamples.count
        if dropped > 0 {
            warnings.append(
                EvaluationWarning(
                    .quotesDropped, "\(dropped) quoted examples did not stand in the answer and were left out."))
        }
        return try record(
            feedback, facts: facts, request: request,
            source: WritingOutcome.Source(
                modelUsed: provider, modelVersion: examination.modelVersion, cost: examination.spending.cost,
                confidence: examination.confidence, rung: examination.rung),
            warnings: warnings)
    }

    private func ruled(
        _ feedback: WritingFeedback, facts: EssayFacts, request: WritingRequest
    ) throws(JobError) -> WritingOutcome {
        do {
            return try record(
                feedback, facts: facts, request: request,
                source: WritingOutcome.Source(
                    modelUsed: "rules", modelVersion: EssayRuling.version, cost: .zero, confidence: nil, rung: 0),
                warnings: facts.warnings())
        } catch {
            throw .permanent(JobFailure(.modelError, "The result could not be written.", cause: error))
        }
    }

    private func record(
        _ feedback: WritingFeedback, facts: EssayFacts, request: WritingRequest, source: WritingOutcome.Source,
        warnings: [EvaluationWarning]
    ) throws -> WritingOutcome {
        WritingOutcome(
            overallBand: DecimalAttribute(feedback.overallBand),
            taskAchievementBand: DecimalAttribute(feedback.taskAchievement.band),
            coherenceBand: DecimalAttribute(feedback.coherenceCohesion.band),
            lexicalBand: DecimalAttribute(feedback.lexicalResource.band),
            grammarBand: DecimalAttribute(feedback.grammaticalRangeAccuracy.band),
            wordCount: facts.wordCount,
            feedback: JSONAttribute(feedback),
            modelUsed: "\(source.modelUsed)-writing_\(request.task.rawValue.lowercased().replacing("_", with: ""))",
            modelVersion: source.modelVersion,
            estimatedCost: source.cost.map(DecimalAttribute.init),
            promptVersion: WritingPrompt.version,
            warnings: warnings,
            confidence: source.confidence,
            modelRung: source.rung)
    }
}

extension WritingOutcome {
    /// Where bands come from.
    struct Source {
        let modelUsed: String
        let modelVersion: String
        let cost: Cost?
        let confidence: BandConfidence?
        let rung: Int
    }
}
