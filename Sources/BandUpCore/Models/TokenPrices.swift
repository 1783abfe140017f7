package import FoundationEssentials

/// Prices of one model in US dollars for a million tokens.
package struct TokenPrices: Sendable, Hashable {
    /// Text, images, video and documents.
    package let textInput: Decimal
    /// Nil where it is not published: the cost of a call with audio is then not known.
    package let audioInput: Decimal?
    /// Nil where it is not published: cached tokens then count like others, which is an upper bound.
    package let cachedTextInput: Decimal?
    package let cachedAudioInput: Decimal?
    /// Answer and thinking.
    package let output: Decimal

    package init(
        textInput: Decimal, audioInput: Decimal?, cachedTextInput: Decimal? = nil, cachedAudioInput: Decimal? = nil,
        output: Decimal
    ) {
        self.textInput = textInput
        self.audioInput = audioInput
        self.cachedTextInput = cachedTextInput
        self.cachedAudioInput = cachedAudioInput
        self.output = output
    }

    /// What `usage` costs:
    ///
    ///     prompt that is not cached, by modality
    ///     + cached prompt, by modality
    ///     + tool results, as text
    ///     + (candidates + thoughts) as output
    ///
    /// each times its price. Prompt tokens without a modality count as text. Nil when a price that is needed is not
    /// known.
    package func cost(of usage: TokenUsage) -> Cost? {
        let cached = min(usage.cachedTokens, usage.promptTokens)
        let audio = min(usage.promptTokensByModality[.audio] ?? 0, usage.promptTokens)
        let cachedAudio = min(usage.cachedTokensByModality[.audio] ?? 0, cached, audio)
        let freshAudio = min(audio - cachedAudio, usage.promptTokens - cached)
        let freshText = usage.promptTokens - cached - freshAudio + usage.toolUsePromptTokens
        guard audio == 0 || audioInput != nil else { return nil }
        let audioPrice = audioInput ?? textInput
        let perMillion =
            Decimal(freshText) * textInput + Decimal(freshAudio) * audioPrice
            + Decimal(cached - cachedAudio) * (cachedTextInput ?? textInput)
            + Decimal(cachedAudio) * (cachedAudioInput ?? audioPrice)
            + Decimal(usage.candidateTokens + usage.thoughtTokens) * output
        return Cost(dollars: perMillion / 1_000_000)
    }
}
