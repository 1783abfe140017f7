import Base
import Foundation
import Testing

@testable import BandUpCore

@Suite struct PriceTableTests {
    private static let november = Date(timeIntervalSince1970: 1_795_132_800)
    private static let december = Date(timeIntervalSince1970: 1_796_083_200)
    private static let newYear = Date(timeIntervalSince1970: 1_798_761_600)
    private static let million = TokenUsage(promptTokens: 1_000_000, candidateTokens: 600_000, thoughtTokens: 400_000)
    private static let audio = TokenUsage(promptTokens: 1_000_000, promptTokensByModality: [.audio: 1_000_000])

    private func cost(_ usage: TokenUsage, _ model: String, _ date: Date = november, version: String? = nil) -> String?
    {
        PriceTable.standard.cost(of: usage, answeredBy: version, asked: model, at: date)?.description
    }

    @Test(
        "a million text tokens in and a million out cost the listed prices",
        arguments: [
            ("gemini-2.5-flash", november, "2.8"), ("gemini-2.5-flash-lite", november, "0.5"),
            ("gemini-3.1-flash-lite", november, "1.75"), ("gemini-3.5-flash-lite", november, "2.8"),
            ("models/gemini-3.5-flash-lite-001", november, "2.8"), ("gemini-flash-lite-latest", november, "2.8"),
            ("gemini-3.6-flash", newYear - 1, "4.5"), ("gemini-3.6-flash", newYear, "9"),
            ("gemini-3.8-flash", newYear - 1, "4.5"), ("gemini-3.8-flash", newYear, "9"),
            ("gemini-flash-latest", newYear, "9"), ("gemini-3.5-flash", november, "4.5"),
            ("gemini-4-argon", december - 1, "12"), ("gemini-4-argon", december, "24"),
            ("gemini-2.5-pro", december, "4.5"), ("amazon.nova-micro-v1:0", november, "0.175"),
            ("eu.amazon.nova-micro-v1:0", november, "0.23"),
        ])
    func listPrices(model: String, date: Date, dollars: String) {
        #expect(cost(Self.million, model, date) == dollars)
    }

    @Test("from December 2026 a call of gemini-2.5-flash is billed as 3.5 Flash-Lite, audio too")
    func routed() {
        #expect(cost(Self.audio, "gemini-2.5-flash", Self.december - 1) == "1")
        #expect(cost(Self.audio, "gemini-2.5-flash", Self.december) == "0.3")
        #expect(cost(Self.audio, "gemini-2.5-flash", Self.november, version: "gemini-3.5-flash-lite") == "0.3")
    }

    @Test("a version that the table does not know is priced as the model that was asked")
    func unknownVersion() {
        #expect(cost(Self.million, "gemini-3.5-flash-lite", version: "stand-in") == "2.8")
    }

    @Test("without a known price there is no cost, rather than a wrong one")
    func unknown() {
        #expect(cost(Self.million, "gemini-9-neon") == nil)
        #expect(cost(Self.million, "gemini-2.5-flash-preview-tts") == nil)
        #expect(cost(Self.million, "gemini-2.5-pro", Self.november) == nil)
        #expect(cost(Self.audio, "gemini-4-argon") == nil)
        #expect(
            PriceTable(["a": [.init(.billedAs("b"))], "b": [.init(.billedAs("a"))]]).prices(of: "a", at: .now) == nil)
    }

    @Test("three minutes of audio are priced by modality")
    func byModality() throws {
        let usage = try #require(try GeminiGolden.response("unary-success-audio-usage-by-modality").usage)
        // 5760 audio at 1.00, 340 text at 0.30, 400 out at 2.50, in millionths.
        #expect(cost(usage, "gemini-2.5-flash") == "0.006862")
    }

    @Test("cached tokens have their own price, by modality")
    func cached() throws {
        let usage = try #require(try GeminiGolden.response("unary-success-cached-tokens").usage)
        // Audio 2960 at 1.00 and 2800 cached at 0.10; text 140 at 0.30 and 200 cached at 0.03; 500 out at 2.50.
        #expect(cost(usage, "gemini-2.5-flash") == "0.004538")
        // No cached price is published for this one: the full price is an upper bound.
        #expect(cost(usage, "gemini-2.5-flash-lite") == "0.001962")
    }

    @Test("usage that contradicts itself never makes a negative cost")
    func contradictory() {
        let usage = TokenUsage(
            promptTokens: 100, promptTokensByModality: [.audio: 500], cachedTokens: 300,
            cachedTokensByModality: [.audio: 900])
        #expect(cost(usage, "gemini-2.5-flash") == "0.00001")
    }

    @Test("results of tools that the model's side ran are paid as prompt")
    func toolUse() {
        #expect(cost(TokenUsage(toolUsePromptTokens: 1_000_000), "gemini-3.5-flash-lite") == "0.3")
    }

    @Test("embeddings are paid by their tokens")
    func titan() {
        #expect(cost(TokenUsage(promptTokens: 500_000), PriceTable.titanTextEmbeddingsV2) == "0.01")
    }

    @Test("a customer's own prices replace the listed ones")
    func replaced() throws {
        let own = TokenPrices(textInput: 1, audioInput: 2, output: 3)
        let table = PriceTable.standard.replacing("gemini-3.5-flash-lite", with: own)
        #expect(
            table.cost(of: Self.million, answeredBy: nil, asked: "gemini-3.5-flash-lite", at: .now)?.description == "4")
    }

    @Test(
        "an amount is written without an exponent and with at most six decimals",
        arguments: [
            ("0", "0"), ("0.001234", "0.001234"), ("0.0012344999", "0.001234"), ("0.0012345", "0.001235"),
            ("0.0000004", "0"), ("0.0000005", "0.000001"), ("12.5", "12.5"), ("123456789.000001", "123456789.000001"),
            ("100000000000", "100000000000"), ("0.9999999", "1"),
        ])
    func written(amount: String, text: String) throws {
        let cost = try #require(Cost(amount))
        #expect(cost.description == text)
        #expect(String(decoding: try JSONEncoder().encode([cost]), as: UTF8.self) == "[\(text)]")
        #expect(try JSONDecoder().decode([Cost].self, from: Data("[\"\(text)\"]".utf8)) == [try #require(Cost(text))])
    }

    @Test("what is not an amount is refused", arguments: ["", ".", "1.2.3", "-1", "1e5", "0x1", " 1", "１"])
    func notAnAmount(text: String) {
        #expect(Cost(text) == nil)
    }
}
