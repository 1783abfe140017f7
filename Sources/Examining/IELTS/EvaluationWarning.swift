/// Something about an answer that the learner, and whoever reads the bands, should know. A warning never changes a band.
package struct EvaluationWarning: Codable, Sendable, Hashable {
    package enum Code: String, Codable, Sendable {
        /// Fewer words than the task asks for.
        case underLength = "under_length"
        /// Most of the answer repeats the question.
        case copiedPrompt = "copied_prompt"
        /// Most of the answer is not in English.
        case notEnglish = "not_english"
        /// The recording is shorter or longer than the part usually lasts.
        case shortRecording = "short_recording"
        case longRecording = "long_recording"
        /// The samples, or the model itself, were not sure of the bands.
        case lowConfidence = "low_confidence"
        /// Quotes of the model that don't stand in the answer were left out.
        case quotesDropped = "quotes_dropped"
        /// The answer speaks to the examiner's program; that was marked as off-topic text.
        case instructionsInAnswer = "instructions_in_answer"
    }

    package let code: Code
    /// One or two sentences to the learner.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
