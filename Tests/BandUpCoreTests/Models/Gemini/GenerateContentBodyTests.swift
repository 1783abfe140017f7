import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct GenerateContentBodyTests {
    private static let beforeDecember = Date(timeIntervalSince1970: 1_795_132_800)

    private func json(
        _ request: ModelRequest, _ model: String = "gemini-3.5-flash-lite", at date: Date = beforeDecember
    ) throws -> JSONValue {
        let body = try GenerateContentBody.body(of: request, for: try geminiModel(model), at: date)
        let data = try body.assembled()
        #expect(data.count == body.contentLength)
        return try JSONDecoder().decode(JSONValue.self, from: data)
    }

    private func config(_ config: GenerationConfig, _ model: String, at date: Date = beforeDecember) throws
        -> JSONValue?
    {
        try json(ModelRequest(parts: [.text("?")], generationConfig: config), model, at: date)[
            "generationConfig"]
    }

    @Test("instruction, text, inline data, file and reference become one JSON document", arguments: [0, 1, 2, 3, 1000])
    func parts(byteCount: Int) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "gemini-body-\(UUID().uuidString)")
        let bytes = Data((0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        try bytes.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let text = "\"quoted\" \\ line\nbreak \u{1} ünïcode 🎧"
        let request = ModelRequest(
            systemInstruction: text,
            parts: [
                .text(text), .inlineFile(mimeType: "audio/wav", path: file.path(), byteCount: byteCount),
                .inlineFile(mimeType: "audio/\"x\"", path: file.path(), byteCount: byteCount),
                .inlineData(mimeType: "image/png", data: Data([0xFB, 0xFF, 0xFE])),
                .fileData(uri: "https://host/v1beta/files/a?b=\"c\"", mimeType: "audio/mp3"),
            ])
        let base64 = JSONValue.string(bytes.base64EncodedString())
        let expected: JSONValue = [
            "systemInstruction": ["parts": [["text": .string(text)]]],
            "contents": [
                [
                    "role": "user",
                    "parts": [
                        ["text": .string(text)],
                        ["inlineData": ["mimeType": "audio/wav", "data": base64]],
                        ["inlineData": ["mimeType": "audio/\"x\"", "data": base64]],
                        ["inlineData": ["mimeType": "image/png", "data": "+//+"]],
                        ["fileData": ["mimeType": "audio/mp3", "fileUri": "https://host/v1beta/files/a?b=\"c\""]],
                    ],
                ]
            ],
            "generationConfig": ["thinkingConfig": ["thinkingLevel": "MINIMAL"]],
        ]
        #expect(try json(request) == expected)
    }

    @Test("a file stays a file segment between the JSON before and after it")
    func fileIsNotLoaded() throws {
        let request = ModelRequest(
            parts: [.inlineFile(mimeType: "audio/wav", path: "/no/such/file", byteCount: 18_000_000)],
            generationConfig: GenerationConfig(thinking: .modelDefault))
        let body = try GenerateContentBody.body(
            of: request, for: try geminiModel("gemini-3.5-flash-lite"), at: Self.beforeDecember)
        let prefix = #"{"contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"audio/wav","data":""#
        let suffix = #""}}]}],"generationConfig":{}}"#
        #expect(
            body.segments == [
                .bytes(Data(prefix.utf8)), .base64OfFile(path: "/no/such/file", byteCount: 18_000_000),
                .bytes(Data(suffix.utf8)),
            ])
    }

    @Test("the same question is the same bytes, for the API's cache")
    func stable() throws {
        let request = ModelRequest(
            parts: [.text("?")],
            generationConfig: GenerationConfig(
                maxOutputTokens: 9, responseFormat: .json(StructuredGeneratorTests.schema), seed: 1))
        let bodies = try (0..<20).map { _ in
            try GenerateContentBody.body(
                of: request, for: try geminiModel("gemini-3.5-flash-lite"), at: Self.beforeDecember
            ).assembled()
        }
        #expect(Set(bodies).count == 1)
    }

    @Test(
        "each model is asked for the least thinking that it takes",
        arguments: [
            ("gemini-2.5-flash", ["thinkingBudget": 0]), ("gemini-2.5-flash-lite", ["thinkingBudget": 0]),
            ("gemini-2.5-flash-preview-09-2025", ["thinkingBudget": 0]), ("gemini-2.5-pro", ["thinkingBudget": 128]),
            ("gemini-3.5-flash-lite", ["thinkingLevel": "MINIMAL"]),
            ("gemini-3.5-flash-lite-001", ["thinkingLevel": "MINIMAL"]),
            ("gemini-3-flash-preview", ["thinkingLevel": "MINIMAL"]),
            ("gemini-3.1-pro-preview", ["thinkingLevel": "LOW"]),
            ("gemini-3.6-flash", ["thinkingLevel": "MINIMAL"]), ("gemini-3.8-flash", ["thinkingLevel": "LOW"]),
            ("gemini-4-argon", ["thinkingLevel": "LOW"]),
        ] as [(String, JSONValue)])
    func thinking(model: String, expected: JSONValue) throws {
        #expect(try config(GenerationConfig(), model) == ["thinkingConfig": expected])
    }

    @Test(
        "a model that is not known gets no thinking config and no temperature",
        arguments: ["gemini-2.0-flash", "gemini-5-xenon", "gemini-2.5-flash-preview-tts", "gemma-4"])
    func unknownModel(model: String) throws {
        #expect(try config(GenerationConfig(temperature: 0.2), model) == [:])
    }

    @Test("from the day on which 2.5 Flash is another model, it gets neither budget nor temperature")
    func routedModel() throws {
        let config = GenerationConfig(temperature: 0.5)
        let december = Date(timeIntervalSince1970: 1_796_083_200)
        #expect(
            try self.config(config, "gemini-2.5-flash", at: december - 1)
                == ["temperature": 0.5, "thinkingConfig": ["thinkingBudget": 0]])
        #expect(try self.config(config, "gemini-2.5-flash", at: december) == [:])
    }

    @Test("format, limit and seed go into the generation config")
    func generationConfig() throws {
        let config = GenerationConfig(
            maxOutputTokens: 4096, responseFormat: .json(.array(of: .boolean, count: 1...2)),
            thinking: .exactly(.level(.high)),
            temperature: 0.1, seed: -3)
        #expect(
            try self.config(config, "gemini-3.6-flash") == [
                "maxOutputTokens": 4096, "responseMimeType": "application/json", "seed": -3,
                "responseJsonSchema": ["type": "array", "items": ["type": "boolean"], "minItems": 1, "maxItems": 2],
                "thinkingConfig": ["thinkingLevel": "HIGH"],
            ])
    }

    @Test("the dates are the starts of the days that their names say")
    func dates() throws {
        #expect(GoogleDates.october8th2026 == (try Date("2026-10-08T00:00:00Z", strategy: .iso8601)))
        #expect(GoogleDates.december2026 == (try Date("2026-12-01T00:00:00Z", strategy: .iso8601)))
        #expect(GoogleDates.january2027 == (try Date("2027-01-01T00:00:00Z", strategy: .iso8601)))
    }

    @Test(
        "a model's name can't change the request's path",
        arguments: [
            "", "a/b", "../x", "a:b", "a?b", "a b", "ä", "a%2Fb", "..", "models/", String(repeating: "a", count: 129),
        ])
    func modelNames(name: String) {
        #expect(ModelID(name) == nil)
    }

    @Test("a model's name may be written as in the API's listing, and comes from a variable")
    func modelFromEnvironment() throws {
        #expect(ModelID("models/gemini-3.6-flash")?.name == "gemini-3.6-flash")
        let environment = Environment(["GEMINI_MODEL": "gemini-3.8-flash", "BAD": "a/b"])
        #expect(try environment.geminiModel("GEMINI_MODEL", default: "x").name == "gemini-3.8-flash")
        #expect(try environment.geminiModel("OTHER", default: "gemini-3.6-flash").name == "gemini-3.6-flash")
        #expect(throws: ConfigurationError.self) { try environment.geminiModel("BAD", default: "x") }
    }
}
