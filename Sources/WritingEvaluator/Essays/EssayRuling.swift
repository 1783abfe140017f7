import BandUpCore
import Examining

/// Bands that follow from the rules alone. No model is asked, and nothing paid, for what is certain.
enum EssayRuling: Sendable {
    /// A language other than English throughout is band 0.
    case notEnglish
    /// Hardly a word but the question's: band 1.
    case copiedPrompt

    /// Stands where the model's version would: it says which rules gave the bands.
    static let version = "rules-2026-11-21"

    private var band: Band? {
        switch self {
        case .notEnglish: Band(0)
        case .copiedPrompt: Band(1)
        }
    }

    private var reason: String {
        switch self {
        case .notEnglish:
            "Your answer is not in English, so there is nothing here to mark. Write it in English and send it again."
        case .copiedPrompt:
            "Your answer repeats the question and adds hardly anything of your own. Copied words are not counted, and "
                + "what is left is too short to show this."
        }
    }

    var feedback: WritingFeedback? {
        guard let band else { return nil }
        let criterion = CriterionFeedback(band: band, feedback: reason)
        return WritingFeedback(
            taskAchievement: criterion, coherenceCohesion: criterion, lexicalResource: criterion,
            grammaticalRangeAccuracy: criterion, quotedExamples: [], strengths: [], weaknesses: [reason])
    }
}
