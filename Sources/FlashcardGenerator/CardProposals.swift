import BandUpCore

/// The model's answer, before anything in it is believed.
struct CardProposals: Decodable, Sendable {
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

    /// The shape that the model is held to. Fewer cards than asked for are no fault of shape: what there is is kept.
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
            })
    }
}
