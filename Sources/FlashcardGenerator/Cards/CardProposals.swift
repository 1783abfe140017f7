import BandUpCore
import BandUpJobs
import BandUpLambda
import DocumentText
import Examining

/// The model's answer, before anything in it is believed.
struct CardProposals: LenientAnswer, Sendable {
    struct Card: Decodable, Sendable {
        let question: String
        let answer: String
        let type: String
        let sourceChunk: Int

        enum CodingKeys: String, CodingKey {
            case question, answer, type
            case sourceChunk = "source_chunk"
        }
    }

    let flashcards: [Card]
    /// Cards of another shape than the schema's. They cost themselves only: the others are paid for, and kept.
    let misshapenCount: Int

    init(flashcards: [Card], misshapenCount: Int = 0) {
        self.flashcards = flashcards
        self.misshapenCount = misshapenCount
    }

    init(from decoder: any Decoder) throws {
        let cards = try decoder.container(keyedBy: CodingKeys.self).decode([Attempt].self, forKey: .flashcards)
        self.init(flashcards: cards.compactMap(\.card), misshapenCount: cards.count { $0.card == nil })
    }

    private enum CodingKeys: CodingKey { case flashcards }

    private struct Attempt: Decodable {
        let card: Card?
        init(from decoder: any Decoder) { card = try? Card(from: decoder) }
    }

    /// The shape that the model is told. Neither fewer cards than asked for nor more are a reason to ask again.
    static func schema(maximumCount: Int, types: [QuestionType]) -> ResponseSchema {
        .object([
            .required(
                "flashcards",
                .array(
                    of: .object([
                        .required(
                            "source_chunk",
                            .integer(0...1_000_000).described("number of the passage that the answer is taken from")),
                        .required("type", .enumeration(types.map(\.rawValue))),
                        .required("question", .string),
                        .required("answer", .string),
                    ]), count: 0...maximumCount))
        ])
    }

    /// Of a document shown as a whole the model names pages, from 1; chunks count from 0.
    var numberedFromPages: CardProposals {
        CardProposals(
            flashcards: flashcards.map { card in
                Card(
                    question: card.question, answer: card.answer, type: card.type,
                    sourceChunk: max(0, card.sourceChunk) - 1)
            }, misshapenCount: misshapenCount)
    }
}
