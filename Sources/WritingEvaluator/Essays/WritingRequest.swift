import BandUpJobs
import BandUpLambda
import Base
import Examining

/// One essay to be scored.
struct WritingRequest: ContentHashed, Sendable {
    let essay: String
    let task: WritingTask
    /// The question the learner answered.
    let taskPrompt: String?

    /// In Unicode scalars. The longest essays written in an hour's exam have about 1,000 words; this is five times that.
    static let maximumEssayLength = 30_000
    static let maximumPromptLength = 5_000

    init(_ fields: RequestFields) throws(InvalidField) {
        essay = try fields.string("essay_content", maxLength: Self.maximumEssayLength)
        guard WordCounter.count(essay) > 0 else {
            throw InvalidField(field: "essay_content", problem: "must contain at least one word")
        }
        task = try fields.enumeration("task_type", default: .task2)
        taskPrompt = try fields.optionalString("task_prompt", maxLength: Self.maximumPromptLength)
    }

    /// The essay with a space for every blank that is none, scalar for scalar: as the model is shown it, and as places in it
    /// are counted.
    var shownEssay: String { HiddenBlanks.shown(essay) }

    var hashedContent: [String] {
        ["writing", task.rawValue, essay, taskPrompt ?? ""]
    }
}
