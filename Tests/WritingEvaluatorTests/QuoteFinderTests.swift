import BandUpCore
import TestSupport
import Testing

@testable import WritingEvaluator

@Suite("Quotes") struct QuoteFinderTests {
    @Test(
        "white space, quotation marks and dashes may differ, and dots and quotation marks may stand around a quote",
        arguments: [
            ("don't pay", "they don’t pay"), ("don’t pay", "they don't pay"), ("“so”", "they said \"so\""),
            ("\"so\"", "they said «so»"), ("well-known", "a well‑known fact"), ("pay - yet", "they pay – yet"),
            ("pay — yet", "they pay − yet"), ("a b", "x a\n\n  b y"), ("  a b  ", "a b"), ("a\tb", "a b"),
            ("a\u{A0}b", "a b"), ("caf\u{E9}", "a cafe\u{301}"), ("rock 'n' roll", "rock `n´ roll"),
            ("a b", "a\r\nb"), ("an essay.", "an essay"), ("\"an essay...\"", "an essay"), ("an essay…", "an essay"),
        ])
    func forgiven(quote: String, essay: String) {
        #expect(QuoteFinder.occurs(quote, in: essay))
    }

    @Test(
        "what can't be seen is no part of the text, as the model was not shown it",
        arguments: [
            ("cooperate", "co\u{AD}operate"), ("in the city", "in\u{200B} the \u{E0041}city"),
            ("co\u{200D}operate", "cooperate"), ("an egg", "an \u{202E}egg\u{202C}"), ("a b", "a\u{2028}b"),
        ])
    func hidden(quote: String, essay: String) {
        #expect(QuoteFinder.occurs(quote, in: essay))
    }

    @Test(
        "everything else must be there",
        arguments: [
            ("", "an essay"), ("   ", "an essay"), ("\u{200B}", "an essay"), ("An essay", "an essay"),
            ("essays", "an essay"), ("an  esay", "an essay"), ("anessay", "an essay"), ("an. essay", "an essay"),
            ("an essay!", "an essay"),
            ("cafe", "a café"), ("a, b", "a b"), ("an essay", ""), ("…", "an essay"),
        ])
    func missing(quote: String, essay: String) {
        #expect(!QuoteFinder.occurs(quote, in: essay))
    }
}
