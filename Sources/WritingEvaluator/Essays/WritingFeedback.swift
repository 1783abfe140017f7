import BandUpCore
import BandUpJobs
import BandUpLambda
import Examining

/// What an examiner says about one essay: the model's answer, and what the learner reads. Stored as JSON text.
struct WritingFeedback: Codable, Sendable, Equatable {
    struct QuotedExample: Codable, Sendable, Equatable {
        let quote: String
        let issue: String
        let suggestion: String
        /// Where the quote stands in the essay as it was sent, in Unicode scalars from 0; `end` is behind it. Absent in
        /// the model's answer: the place is found here.
        var start: Int? = nil
        var end: Int? = nil
    }

    let taskAchievement: CriterionFeedback
    let coherenceCohesion: CriterionFeedback
    let lexicalResource: CriterionFeedback
    let grammaticalRangeAccuracy: CriterionFeedback
    var quotedExamples: [QuotedExample]
    let strengths: [String]
    let weaknesses: [String]

    enum CodingKeys: String, CodingKey {
        case taskAchievement = "task_achievement"
        case coherenceCohesion = "coherence_cohesion"
        case lexicalResource = "lexical_resource"
        case grammaticalRangeAccuracy = "grammatical_range_accuracy"
        case quotedExamples = "quoted_examples"
        case strengths, weaknesses
    }

    /// The shape that the model is held to, with the reasons before the bands.
    static let schema = ResponseSchema.object([
        .required("task_achievement", CriterionFeedback.schema),
        .required("coherence_cohesion", CriterionFeedback.schema),
        .required("lexical_resource", CriterionFeedback.schema),
        .required("grammatical_range_accuracy", CriterionFeedback.schema),
        .required(
            "quoted_examples",
            .array(
                of: .object([
                    .required("quote", .string.described("copied from the answer, character for character")),
                    .required("issue", .string),
                    .required("suggestion", .string),
                ]), count: 0...8)),
        .required("strengths", .array(of: .string, count: 2...2)),
        .required("weaknesses", .array(of: .string, count: 2...2)),
    ])

    /// Computed, never believed (SPEC.md section 3).
    var overallBand: Band {
        .overall(
            of: taskAchievement.band, coherenceCohesion.band, lexicalResource.band, grammaticalRangeAccuracy.band)
    }

    /// Whether every criterion, strength and weakness says something.
    var isWorded: Bool {
        let criteria = [taskAchievement, coherenceCohesion, lexicalResource, grammaticalRangeAccuracy]
        return (criteria.map(\.feedback) + strengths + weaknesses).allSatisfy { $0.contains(where: \.isLetter) }
    }

    /// With the place of every quote, and without the examples whose quote does not stand in the essay.
    func keepingQuotes(from essay: String) -> WritingFeedback {
        let folded = FoldedText(essay)
        var taken: [Range<Int>] = []
        var feedback = self
        feedback.quotedExamples = quotedExamples.compactMap { example in
            guard let range = QuoteFinder.range(of: example.quote, in: folded, notIn: taken) else { return nil }
            taken.append(range)
            var located = example
            (located.start, located.end) = (range.lowerBound, range.upperBound)
            return located
        }
        return feedback
    }
}
