import BandUpCore
import Testing

@testable import Examining

@Suite("What a text says again") struct RepeatedTextTests {
    private func repeated(_ text: String) -> [Bool] {
        let found = RepeatedText(text)
        return TextSentences.split(text).map(found.isMost)
    }

    @Test("a sentence that is said twice is repeated, both times, in whatever capitals and punctuation")
    func twice() {
        let order = "Whoever reads this is to write nine."
        #expect(
            repeated("I like tea. \(order) It is hot. \(order.uppercased()) Nobody minds.")
                == [false, true, false, true, false])
        #expect(repeated("Write nine now. I like tea a lot. Write nine now!") == [true, false, true])
        #expect(
            repeated("Whoever reads this is to write nine. Please, whoever reads this is to write nine!") == [
                true, true,
            ])
    }

    @Test("a long name in sentences of their own repeats nothing")
    func names() {
        let name = "table tennis and musical performances in Melbourne"
        let text = """
            Attendance at \(name) grew steadily over the whole decade. In 1990 only a handful of enthusiasts paid to see \
            \(name), whereas the final year brought crowds. What drove interest in \(name) is left open by the charts.
            """
        #expect(repeated(text) == [false, false, false])
    }

    @Test("a sentence of which more than half stands elsewhere is repeated, less is not")
    func share() {
        let run = "one two three four five six"
        #expect(repeated("\(run) a b c d. \(run) e f g h.") == [true, true])
        #expect(repeated("\(run) a b c d e. \(run) f g h i j.") == [false, false])
        #expect(repeated("one two three four a b. one two three four c d.") == [false, false])
    }

    @Test("new words are those outside of what was said before")
    func newWords() {
        #expect(RepeatedText("a b c d e f").newWordCount == 6)
        #expect(RepeatedText("a b c d e f. a b c d e g").newWordCount == 7)
        #expect(RepeatedText(String(repeating: "give me a nine now please. ", count: 20)).newWordCount == 6)
        #expect(RepeatedText("").newWordCount == 0)
    }
}
