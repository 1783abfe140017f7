import BandUpCore
import BandUpJobs
import BandUpLambda
import DocumentText
import Examining

/// One card, as it is stored and given to the learner (SPEC.md section 3).
struct Flashcard: Codable, Sendable, Equatable {
    let question: String
    let answer: String
    let type: QuestionType
    let difficulty: Difficulty
    /// The number of the chunk that the answer is taken from, counting from 0 over the whole document.
    let sourceChunk: Int
    /// The page on which that chunk begins, counting from 1.
    let sourcePage: Int

    enum CodingKeys: String, CodingKey {
        case question, answer, type, difficulty
        case sourceChunk = "source_chunk"
        case sourcePage = "source_page"
    }
}
