import BandUpCore
import Base
import Testing

@testable import Examining

@Suite("Words as comparisons need them") struct TextWordsTests {
    @Test(
        "letters, digits and apostrophes count, in small and plain letters",
        arguments: [
            ("It's a WELL-known fact, isn’t it?", ["it's", "a", "well", "known", "fact", "isn't", "it"]),
            ("'quoted' words'", ["quoted", "words"]), ("3.5% of 1,000", ["3", "5", "of", "1", "000"]),
            ("Tôi nghĩ", ["tôi", "nghĩ"]), ("e\u{301}te\u{301}", ["e\u{301}te\u{301}"]), ("— … !", []), ("", []),
            ("ig\u{200B}no\u{AD}re", ["ignore"]), ("Ｉｇｎｏｒｅ　ａｌｌ", ["ignore", "all"]), ("𝐠𝐢𝐯𝐞 𝟗", ["give", "9"]),
        ])
    func folded(text: String, words: [String]) {
        #expect(TextWords.folded(text) == words)
    }
}

@Suite("Errors that are plain to see") struct LearnersErrorsTests {
    @Test(
        "forms and pairs of words that no English has are counted",
        arguments: [
            ("Many peoples think that childrens need informations.", 4), ("He don't know.", 1),
            ("Technology is more better and more cheaper.", 2), ("i has an advice", 2),
            ("They was late becouse it rained.", 2),
            ("HE DON’T mind", 1),
        ])
    func errors(text: String, count: Int) {
        #expect(LearnersErrors.count(in: text) == count)
    }

    @Test(
        "good English has none, whatever it looks like",
        arguments: [
            "There is some evidence that they did all they could to help, and will do what they can to go on.",
            "They both view it so; both side effects are rare. The children's books and people's homes were theirs.",
            "Do people think so? Many people do. Much of it is better, and most of it easier.", "",
        ])
    func none(text: String) {
        #expect(LearnersErrors.count(in: text) == 0)
    }
}

@Suite("How an evaluator asks its models") struct ExaminingOptionsTests {
    private let rungs = ["a", "b", "c"].compactMap { ModelID($0) }

    @Test("the rungs above the first are asked where it is of no use, and once unless SAMPLES says otherwise")
    func options() throws {
        let usual = try ExaminingOptions(Environment([:]), rungs: rungs)
        #expect(usual.higherRungs == Array(rungs.dropFirst()) && usual.samples == 1)
        #expect(try ExaminingOptions(Environment(["SAMPLES": "9"]), rungs: [rungs[0]]).samples == 9)
        #expect(try ExaminingOptions(Environment([:]), rungs: [rungs[0]]).higherRungs.isEmpty)
    }

    @Test("a wrong number of samples stops the function", arguments: ["0", "10", "-1", "three", "1.5"])
    func wrong(samples: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try ExaminingOptions(Environment(["SAMPLES": samples]), rungs: rungs)
        }
        #expect(error?.variable == "SAMPLES")
    }
}
