import Base
import Testing

@testable import BandUpCore

struct ContentWordsTests {
    @Test("forms of a word are one, stop words are none, numbers stand apart")
    func words() {
        let words = ContentWords("The cities were planned; planning a city cost 1,200 and 3.5 million in 1999.")
        #expect(words.numbers == ["1200", "3.5", "1999"])
        #expect(words.stems.contains("plann") && words.stems.contains("cost"))
        #expect(!words.stems.contains("were"))
        #expect(ContentWords("Twelve of one sort, forty of three others").numbers == ["12", "40", "3"])
        #expect(ContentWords("The chữ Nôm script of 1945").foreignTerms == ContentWords("chữ Nôm"))
    }

    @Test("an answer taken from a text is found in it, one from elsewhere is not")
    func share() {
        let source = ContentWords("Wetlands slow the flow of flood water and store it underground for dry months.")
        #expect(ContentWords("They store flood water underground.").share(in: source) == 1)
        #expect(ContentWords("Museums charge visitors for guided tours.").share(in: source) == 0)
        #expect(ContentWords("It is.").share(in: source) == 1)
        #expect(ContentWords("40 floods").share(in: source) == 0.5)
    }

    @Test("texts are alike by their words, and never with other numbers")
    func likeness() {
        let one = ContentWords("What do wetlands store underground?")
        #expect(one.likeness(to: ContentWords("Wetlands store what underground?")) == 1)
        #expect(one.likeness(to: ContentWords("Who pays for museum tours?")) == 0)
        #expect(ContentWords("Growth in 1990").likeness(to: ContentWords("Growth in 2000")) == 0)
    }

    @Test(
        "English is told from other languages",
        arguments: [
            ("The growth of the city is a result of the railway and of cheap land in the valley.", true),
            ("Le développement de la ville est le résultat du chemin de fer et des terrains bon marché.", false),
            ("Tiếng Việt được viết bằng chữ Quốc ngữ từ đầu thế kỷ hai mươi.", false), ("", false),
        ])
    func language(text: String, isEnglish: Bool) {
        #expect(ContentWords.isEnglish(text) == isEnglish)
    }
}
