import BandUpCore

/// What can be told of an essay without a model.
struct EssayFacts: Sendable {
    let task: WritingTask
    let wordCount: Int
    let language: EnglishText.Verdict
    let copied: CopiedText
    let hasInstructions: Bool

    init(_ request: WritingRequest) {
        task = request.task
        wordCount = WordCounter.count(request.essay)
        language = EnglishText.verdict(on: request.essay)
        copied = CopiedText(answer: request.essay, question: request.taskPrompt)
        hasInstructions = InstructionDetector.finds(in: request.essay)
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

    var warnings: [EvaluationWarning] {
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
        if hasInstructions {
            warnings.append(
                EvaluationWarning(
                    .instructionsInAnswer,
                    "Parts of the answer speak to the examiner instead of answering the question. They count as "
                        + "off-topic text."))
        }
        return warnings
    }

    /// Throws for marks that can't be honest, whoever wrote them: near-perfect ones for half an answer, and for an answer
    /// that gives orders; and quotes that are all invented while it does.
    func check(_ assessment: WritingAssessment, essay: FoldedText) throws(UnbelievableMarks) {
        let isNearPerfect = assessment.bands.allSatisfy { $0.halves >= 17 }
        if isNearPerfect, hasInstructions || wordCount < task.minimumWordCount / 2 { throw .nearPerfect }
        let quotes = assessment.feedback.quotedExamples
        if hasInstructions, !quotes.isEmpty,
            quotes.allSatisfy({ QuoteFinder.range(of: $0.quote, in: essay) == nil })
        {
            throw .inventedQuotes
        }
    }
}

/// Why a model's answer is not taken.
enum UnbelievableMarks: Error, LogSafeError {
    case nearPerfect, inventedQuotes

    var logDescription: String {
        switch self {
        case .nearPerfect: "UnbelievableMarks: near-perfect bands"
        case .inventedQuotes: "UnbelievableMarks: no quote stands in the essay"
        }
    }
}
