import Base
import Testing

@testable import BandUpCore

@Suite struct GeminiAPIKeyTests {
    @Test(
        "the key is found in every form of secret",
        arguments: [
            "AIza-1", " \nAIza-1\r\n", "\u{FEFF}AIza-1", #"{"GEMINI_API_KEY":"AIza-1"}"#, #"{"api_key":" AIza-1 "}"#,
            #" {"anything":"AIza-1"} "#, #"{"user":"x","GEMINI_API_KEY":"AIza-1","api_key":"other"}"#,
            #"{"user":"x","api_key":"AIza-1"}"#,
        ])
    func found(secret: String) {
        #expect(GeminiAPIKey.parse(secret: secret) == "AIza-1")
    }

    @Test(
        "what holds no key gives none",
        arguments: [
            "", "  \n", "{}", #"{"a":"x","b":"y"}"#, #"{"api_key":5}"#, #"{"api_key":""}"#, #"{"api_key":"AIza"#,
            "two words", "AIza\r\nHost: evil", "schlüssel", #"{"api_key":"a\nb"}"#,
        ])
    func none(secret: String) {
        #expect(GeminiAPIKey.parse(secret: secret) == nil)
    }
}
