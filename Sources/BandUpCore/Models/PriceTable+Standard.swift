import Base
import FoundationEssentials

extension PriceTable {
    /// List prices of the paid tier, standard service, read on 2026-10-07 (litellm 1.109.1, whose source is Google's
    /// pricing page and AWS's offer file; Argon's from the Gemini API's own page). Batch and flex prices are not here.
    package static let standard = PriceTable([
        // Retires on 2026-12-01: the name is then answered by 3.5 Flash-Lite, at its price.
        "gemini-2.5-flash": [
            Entry(.prices(.thousandths(text: 300, audio: 1000, cachedText: 30, cachedAudio: 100, output: 2500))),
            Entry(since: GoogleDates.december2026, .billedAs("gemini-3.5-flash-lite")),
        ],
        "gemini-2.5-flash-lite": [Entry(.prices(.thousandths(text: 100, audio: 300, output: 400)))],
        "gemini-2.5-pro": [Entry(since: GoogleDates.december2026, .billedAs("gemini-3.8-flash"))],
        "gemini-3.1-flash-lite": [Entry(.prices(.thousandths(text: 250, audio: 500, output: 1500)))],
        "gemini-3.5-flash-lite": [
            Entry(.prices(.thousandths(text: 300, audio: 300, cachedText: 30, cachedAudio: 30, output: 2500)))
        ],
        "gemini-3.5-flash": [Entry(since: GoogleDates.october8th2026, .billedAs("gemini-3.6-flash"))],
        "gemini-3.6-flash": flash,
        "gemini-3.7-flash": [Entry(since: GoogleDates.october8th2026, .billedAs("gemini-3.8-flash"))],
        "gemini-3.8-flash": flash,
        "gemini-4-argon": fourthGeneration,
        "gemini-4-carbon": fourthGeneration,
        "gemini-flash-latest": [Entry(.billedAs("gemini-3.8-flash"))],
        "gemini-flash-lite-latest": [Entry(.billedAs("gemini-3.5-flash-lite"))],

        titanTextEmbeddingsV2: [Entry(.prices(.thousandths(text: 20, output: 0)))],
        "amazon.nova-micro-v1:0": [Entry(.prices(.thousandths(text: 35, output: 140)))],
        "us.amazon.nova-micro-v1:0": [Entry(.billedAs("amazon.nova-micro-v1:0"))],
        "eu.amazon.nova-micro-v1:0": [Entry(.prices(.thousandths(text: 46, output: 184)))],
        "apac.amazon.nova-micro-v1:0": [Entry(.prices(.thousandths(text: 37, output: 148)))],
    ])

    /// Amazon Titan Text Embeddings V2, whose only tokens are prompt tokens.
    package static let titanTextEmbeddingsV2 = "amazon.titan-embed-text-v2:0"

    /// The introductory price ends with 2026; what a cached token costs afterwards is not published.
    private static let flash = [
        Entry(.prices(.thousandths(text: 750, audio: 750, cachedText: 75, cachedAudio: 75, output: 3750))),
        Entry(since: GoogleDates.january2027, .prices(.thousandths(text: 1500, audio: 1500, output: 7500))),
    ]

    /// Introductory to 2026-11-30. The price of audio was not found.
    private static let fourthGeneration = [
        Entry(.prices(.thousandths(text: 2000, output: 10_000))),
        Entry(since: GoogleDates.december2026, .prices(.thousandths(text: 4000, output: 20_000))),
    ]
}

extension TokenPrices {
    /// In thousandths of a dollar for a million tokens, so that no price passes through binary fractions.
    fileprivate static func thousandths(
        text: Int, audio: Int? = nil, cachedText: Int? = nil, cachedAudio: Int? = nil, output: Int
    ) -> TokenPrices {
        func dollars(_ thousandths: Int) -> Decimal {
            Decimal(sign: .plus, exponent: -3, significand: Decimal(thousandths))
        }
        return TokenPrices(
            textInput: dollars(text), audioInput: audio.map(dollars), cachedTextInput: cachedText.map(dollars),
            cachedAudioInput: cachedAudio.map(dollars), output: dollars(output))
    }
}
