import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import DocumentText

/// One document to be turned into cards.
struct FlashcardRequest: ContentHashed, Sendable {
    let document: S3Location
    let cardCount: Int
    let difficulty: Difficulty
    /// At least one, in the order asked for, without repetition.
    let questionTypes: [QuestionType]

    static let cardCounts = 1...50

    init(_ fields: RequestFields) throws(InvalidField) {
        document = try fields.s3Location("pdf_url")
        cardCount = try fields.integer("num_cards", default: 10, in: Self.cardCounts)
        difficulty = try fields.enumeration("difficulty", default: .medium)
        questionTypes = try Self.questionTypes(fields)
    }

    private static func questionTypes(_ fields: RequestFields) throws(InvalidField) -> [QuestionType] {
        let names = try fields.stringArray(
            "question_types", default: QuestionType.allCases.map(\.rawValue), maxCount: 20, maxLength: 40)
        var types: [QuestionType] = []
        for name in names {
            guard let type = QuestionType(rawValue: name) else {
                let allowed = QuestionType.allCases.map(\.rawValue).joined(separator: ", ")
                throw InvalidField(field: "question_types", problem: "may contain \(allowed)")
            }
            if !types.contains(type) { types.append(type) }
        }
        guard !types.isEmpty else { throw InvalidField(field: "question_types", problem: "must not be empty") }
        return types
    }

    var hashedContent: [String] {
        ["flashcards", document.url, "\(cardCount)", difficulty.rawValue] + questionTypes.map(\.rawValue).sorted()
    }
}

/// How hard the questions are.
enum Difficulty: String, CaseIterable, Codable, Sendable {
    case easy = "EASY"
    case medium = "MEDIUM"
    case hard = "HARD"
}

/// What a card practises.
enum QuestionType: String, CaseIterable, Codable, Sendable {
    case definition = "DEFINITION"
    case vocabulary = "VOCABULARY"
    case comprehension = "COMPREHENSION"
}
