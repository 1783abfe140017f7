import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import Testing

@testable import WritingEvaluator

@Suite struct QuotePlaceTests {
    private func slice(_ essay: String, _ quote: String) -> String? {
        guard let range = QuoteFinder.range(of: quote, in: FoldedText(essay)) else { return nil }
        return String(String.UnicodeScalarView(Array(essay.unicodeScalars)[range]))
    }

    @Test(
        "the place of a quote is that of the essay as sent, in Unicode scalars",
        arguments: [
            ("One two three.", "two", "two"),
            ("One\r\n\r\n  two   three.", "two three", "two   three"),
            (
                "It\u{2019}s a \u{201C}fact\u{201D} \u{2013} surely.", "It's a \"fact\" - surely.",
                "It\u{2019}s a \u{201C}fact\u{201D} \u{2013} surely."
            ),
            ("Ｈ\u{1F600} co\u{AD}operate now", "cooperate", "co\u{AD}operate"),
            ("a\u{E0041}\u{E0042} hidden b", "a hidden", "a\u{E0041}\u{E0042} hidden"),
            ("People like it.", "\"People like it...\"", "People like it"),
            ("the cafe\u{301} is", "caf\u{E9} is", "cafe\u{301} is"),
        ])
    func places(essay: String, quote: String, found: String) {
        #expect(slice(essay, quote) == found)
    }

    @Test(
        "what does not stand there has no place", arguments: ["", "\"...\"", "four", "One  Two", "One two three. Four"])
    func none(quote: String) {
        #expect(slice("One two three.", quote) == nil)
    }

    @Test("the same words quoted twice are two places where the essay has them twice")
    func twice() {
        let essay = FoldedText("very good and very good")
        let first = QuoteFinder.range(of: "very good", in: essay)
        #expect(first == 0..<9)
        #expect(QuoteFinder.range(of: "very good", in: essay, notIn: [0..<9]) == 14..<23)
        #expect(QuoteFinder.range(of: "good and", in: essay, notIn: [0..<9]) == 5..<13)
    }
}
