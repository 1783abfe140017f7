import BandUpCore
import BandUpLambda
import DocumentText
import Examining

/// The cards collected so far, and why others were turned away.
struct CardDeck: Sendable {
    /// Of the words of two cards, how many they may share before one repeats the other.
    static let nearDuplicateLikeness = 0.75
    /// Of an answer's key words, how many have to occur in its passage. The model may put things in its own words, but
    /// an answer that shares less with the passage is not taken from it. Figures have to occur without exception.
    static let groundedShare = 0.34

    private let request: FlashcardRequest
    private let sources: [Int: Source]
    private(set) var cards: [Flashcard] = []
    /// Misshapen, of a type not asked for, without a question or answer, or from a passage that does not exist.
    private(set) var unusableCount = 0
    /// Said by another card already.
    private(set) var repeatedCount = 0
    /// With an answer that its passage does not support.
    private(set) var ungroundedCount = 0
    private var questions: Set<String> = []
    private var contents: [ContentWords] = []

    private struct Source: Sendable {
        let page: Int
        /// Nil where answers can't be compared with the passage: it is a picture.
        let words: ContentWords?
        let isEnglish: Bool
    }

    /// - Parameter chunks: those that the model was shown; a card must come from one of them.
    init(request: FlashcardRequest, chunks: [Chunk]) {
        self.request = request
        sources = Dictionary(
            chunks.map { chunk in
                let words = chunk.text.isEmpty ? nil : ContentWords(chunk.text)
                let isEnglish = ContentWords.isEnglish(chunk.text)
                return (chunk.index, Source(page: chunk.firstPage, words: words, isEnglish: isEnglish))
            }
        ) { first, _ in first }
    }

    var missingCount: Int { request.cardCount - cards.count }
    var droppedCount: Int { unusableCount + repeatedCount + ungroundedCount }

    /// Takes what passes the checks, up to the number asked for.
    mutating func add(_ proposals: CardProposals) {
        unusableCount += proposals.misshapenCount
        for proposal in proposals.flashcards where missingCount > 0 {
            guard let card = card(of: proposal), let source = sources[card.sourceChunk] else {
                unusableCount += 1
                continue
            }
            guard isGrounded(card, in: source) else {
                ungroundedCount += 1
                continue
            }
            let content = ContentWords("\(card.question) \(card.answer)")
            guard !repeats(card, content) else {
                repeatedCount += 1
                continue
            }
            questions.insert(Self.folded(card.question))
            contents.append(content)
            cards.append(card)
        }
    }

    private func card(of proposal: CardProposals.Card) -> Flashcard? {
        guard let type = QuestionType(rawValue: proposal.type), request.questionTypes.contains(type),
            let source = sources[proposal.sourceChunk],
            WordCounter.count(proposal.question) > 0, WordCounter.count(proposal.answer) > 0
        else { return nil }
        return Flashcard(
            question: proposal.question, answer: proposal.answer, type: type, difficulty: request.difficulty,
            sourceChunk: proposal.sourceChunk, sourcePage: source.page)
    }

    private func isGrounded(_ card: Flashcard, in source: Source) -> Bool {
        guard let words = source.words else { return true }
        let answer = ContentWords(card.answer)
        // Cards are in English: of a passage in another language only its own terms can be found again.
        guard source.isEnglish else { return answer.foreignTerms.share(in: words) >= Self.groundedShare }
        // What a word means is said in other words than the passage's; there the word itself has to occur.
        guard card.type != .vocabulary else {
            return ContentWords("\(card.question) \(card.answer)").share(in: words) > 0
        }
        return answer.share(in: words) >= Self.groundedShare && answer.numbers.isSubset(of: words.numbers)
    }

    private func repeats(_ card: Flashcard, _ content: ContentWords) -> Bool {
        questions.contains(Self.folded(card.question))
            || contents.contains { content.likeness(to: $0) >= Self.nearDuplicateLikeness }
    }

    /// Questions that differ in case, spacing or punctuation only are the same question.
    private static func folded(_ question: String) -> String {
        question.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    }
}

extension CardDeck {
    /// Why there are fewer cards than asked for; nil where there are not.
    /// - Parameter end: why no more were asked for.
    func warning(end: CardWriter.End) -> String? {
        guard missingCount > 0 else { return nil }
        var reasons: [String] = []
        func note(_ count: Int, _ one: String, _ many: String) {
            if count > 0 { reasons.append("\(count) \(count == 1 ? one : many)") }
        }
        note(repeatedCount, "repeated another card", "repeated other cards")
        note(ungroundedCount, "was not supported by the document", "were not supported by the document")
        note(unusableCount, "was not usable", "were not usable")
        var why = reasons.isEmpty ? "" : "of those proposed, " + reasons.joined(separator: ", ")
        if let end = end.explanation(isOnly: reasons.isEmpty) { why += (why.isEmpty ? "" : "; ") + end }
        let cards = "\(cards.count) card\(cards.count == 1 ? "" : "s")"
        return "The document gave \(cards) of the \(request.cardCount) asked for: \(why)."
    }
}

extension CardWriter.End {
    /// - Parameter isOnly: whether nothing else explains what is missing.
    fileprivate func explanation(isOnly: Bool) -> String? {
        switch self {
        case .enough: isOnly ? "the model found no more" : nil
        case .failed(.deadlineExceeded): "there was no time to ask for the others"
        case .failed(.blocked): "the others were blocked by the model's safety rules"
        case .failed: "the model could not be asked for the others"
        }
    }
}
