import BandUpCore
import BandUpLambda
import Base
import Examining

/// What can be told of an essay without a model.
struct EssayFacts: Sendable {
    let task: WritingTask
    /// As the model is shown it.
    private let essay: String
    /// As a reader sees it.
    private let readable: String
    let wordCount: Int
    let language: EnglishText.Verdict
    let copied: CopiedText
    /// Whether known phrases or marks speak to the examiner.
    let hasInstructions: Bool
    private let languageProfile: LanguageProfile

    init(_ request: WritingRequest) {
        task = request.task
        essay = UntrustedText(request.shownEssay).text
        readable = UntrustedText(ReadersText.of(request.essay)).text
        wordCount = WordCounter.count(request.essay)
        language = EnglishText.verdict(on: readable)
        copied = CopiedText(answer: readable, question: request.taskPrompt.map(ReadersText.of))
        hasInstructions = InstructionDetector.finds(in: request.essay) || InstructionDetector.finds(in: readable)
        languageProfile = LanguageProfile(
            TextSentences.split(readable).filter { !InstructionDetector.finds(in: String($0)) })
    }

    /// An answer of 20 words or fewer is band 1, copied rubric not counted (public band descriptors, May 2023).
    static let band1WordCount = 20

    /// The band that the rules give whatever the language is like; nil where an examiner is needed.
    ///
    /// Only what is certain: a short answer that is the learner's own goes to the model, which has the rule too.
    var ruling: EssayRuling? {
        if language == .notEnglish { return .notEnglish }
        let isCopied = copied.copiedShare > 0.5 && copied.ownWordCount <= Self.band1WordCount
        return isCopied ? .copiedPrompt : nil
    }

    /// - Parameter reported: what the model says speaks to the examiner.
    func warnings(reported: [String] = []) -> [EvaluationWarning] {
        var warnings: [EvaluationWarning] = []
        if wordCount < task.minimumWordCount {
            warnings.append(
                EvaluationWarning(
                    .underLength,
                    "The answer has \(wordCount) words; the task asks for at least \(task.minimumWordCount). A shorter "
                        + "answer loses marks, because it can't be developed enough."))
        }
        if copied.copiedShare > 0.15 {
            warnings.append(
                EvaluationWarning(
                    .copiedPrompt,
                    "\(wordCount - copied.ownWordCount) of the words repeat the question. Examiners don't count copied "
                        + "text: put the question into words of your own."))
        }
        if language == .notEnglish || language == .partly {
            warnings.append(
                EvaluationWarning(
                    .notEnglish,
                    language == .partly
                        ? "Much of the answer does not read like English sentences. Only English is marked."
                        : "The answer is not in English. Only English is marked."))
        }
        if hasInstructions || !ReportedPassages(reported, in: essay).isEmpty {
            warnings.append(
                EvaluationWarning(
                    .instructionsInAnswer,
                    "Parts of the answer speak to the examiner instead of answering the question. They count as "
                        + "off-topic text."))
        }
        return warnings
    }

    /// An answer of fewer words that do not speak to the examiner can't be good.
    private static let leastWordsToConfirm = 20

    /// Near-perfect marks for half an answer, for an answer that says the same over and over, or for one slip after the
    /// other can't be honest, whoever wrote them. Other near-perfect ones are confirmed, and so are good ones where something
    /// speaks to the examiner or the sentences are plain. An essay may quote orders: what quotes them is only left out of
    /// what is shown to the second examiner. A genuine answer is never refused for being good: at worst the bands come with
    /// low confidence.
    func doubt(about assessment: WritingAssessment) -> MarkDoubt {
        if assessment.isNearPerfect, isTooLittle || languageProfile.rulesOutBestMarks { return .unbelievable }
        let reported = ReportedPassages(assessment.addressedToExaminer, in: essay)
        let isSuspect = hasInstructions || !reported.isEmpty || languageProfile.isPlain
        guard assessment.isNearPerfect || (assessment.isGood && isSuspect) else { return .none }
        let opinion = SecondOpinion(
            on: readable, leaving: { InstructionDetector.finds(in: String($0)) || reported.touch($0) },
            leastWords: Self.leastWordsToConfirm, descriptors: WritingRubric.language, lexical: 2, grammar: 3,
            isDoubtful: assessment.isNearPerfect && languageProfile.isPlain)
        return opinion.map(MarkDoubt.unconfirmed) ?? .unbelievable
    }

    /// Half of the length that the task asks for, and a third of it that is said for the first time.
    private var isTooLittle: Bool {
        wordCount < task.minimumWordCount / 2 || RepeatedText(readable).newWordCount < task.minimumWordCount / 3
    }

    /// Throws where feedback is left empty, and where an answer that gives orders is quoted with words that are all
    /// invented.
    func check(_ assessment: WritingAssessment, essay: FoldedText) throws(UnbelievableMarks) {
        guard assessment.feedback.isWorded else { throw .emptyFeedback }
        let quotes = assessment.feedback.quotedExamples
        if hasInstructions, !quotes.isEmpty,
            quotes.allSatisfy({ QuoteFinder.range(of: $0.quote, in: essay) == nil })
        {
            throw .inventedQuotes
        }
    }
}

/// Why a model's answer is asked for again.
enum UnbelievableMarks: Error, LogSafeError {
    case emptyFeedback, inventedQuotes

    var logDescription: String {
        switch self {
        case .emptyFeedback: "UnbelievableMarks: feedback without words"
        case .inventedQuotes: "UnbelievableMarks: no quote stands in the essay"
        }
    }
}
