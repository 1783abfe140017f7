import BandUpCore
import Base
import Examining

/// Whether a transcript can be what was said in a recording of this length and loudness.
struct TranscriptCheck: Sendable {
    enum Fault: String, Error, LogSafeError {
        case emptyInSpite = "no words in a recording that is evidently speech"
        case tooFast = "more words than anybody says in that time"
        case loop = "the same words over and over"
        case emptyFeedback = "feedback without words"
        case impossiblePauses = "pauses longer than the recording"

        var logDescription: String { "TranscriptCheck: \(rawValue)" }
    }

    let duration: Duration?
    let level: AudioLevel?

    /// Models that lose the thread repeat a phrase until their tokens are used up; learners repeat, but not this often.
    static let mostRepeats = 12
    private static let phraseLength = 5

    func check(_ assessment: SpeakingAssessment) throws(Fault) {
        guard assessment.feedback.isWorded else { throw .emptyFeedback }
        let words = TextWords.folded(assessment.transcript)
        if words.isEmpty, level?.isEvidentlySpeech == true { throw .emptyInSpite }
        if words.count >= Self.phraseLength {
            var counts: [[String]: Int] = [:]
            for start in 0...(words.count - Self.phraseLength) {
                counts[Array(words[start..<(start + Self.phraseLength)]), default: 0] += 1
            }
            if counts.values.contains(where: { $0 > Self.mostRepeats }) { throw .loop }
        }
    }

    /// What does not fit the recording's length. A length of ours alone is no reason to ask again, as the header that
    /// it comes from may be wrong; it has to be wrong by the model's count of the sound too.
    ///
    /// - Parameter usage: of the call that gave the assessment.
    func check(_ assessment: SpeakingAssessment, against usage: TokenUsage) throws(Fault) {
        let measured = MeasuredLength(ours: duration, models: usage.audioDuration(calls: 1))
        guard let longest = measured.longest else { return }
        if MeasuredLength.isTooShort(longest, for: TextWords.folded(assessment.transcript).count) { throw .tooFast }
        if let pauses = assessment.pauses, pauses.reduce(0, { $0 + $1.seconds }) > longest.seconds + 1 {
            throw .impossiblePauses
        }
    }

    /// Fewer words than this show nobody's best English.
    private static let leastWordsForTopMarks = 20

    /// Near-perfect marks are confirmed by the transcript's words and grammar, and so are good ones where something in
    /// it speaks to the examiner.
    func doubt(about assessment: SpeakingAssessment) -> MarkDoubt {
        let transcript = UntrustedText(assessment.transcript).text
        let reported = ReportedPassages(assessment.addressedToExaminer, in: transcript)
        let isSuspect = !reported.isEmpty || InstructionDetector.finds(in: transcript)
        guard assessment.isNearPerfect || (assessment.isGood && isSuspect) else { return .none }
        let opinion = SecondOpinion(
            on: transcript, leaving: { InstructionDetector.finds(in: String($0)) || reported.touch($0) },
            leastWords: Self.leastWordsForTopMarks, descriptors: SpeakingRubric.language, lexical: 1, grammar: 2)
        return opinion.map(MarkDoubt.unconfirmed) ?? .unbelievable
    }

    /// Words a minute, with one digit behind the point; nil where the duration is not known or can't be right.
    static func rate(words: Int, in duration: Duration) -> String? {
        guard duration.seconds >= 1, !MeasuredLength.isTooShort(duration, for: words) else { return nil }
        let tenths = Int((Double(words) * 600 / duration.seconds).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
