import BandUpCore
import TestSupport
import Testing

@testable import Examining

@Suite("The marks that several answers come to") struct MedianMarksTests {
    private struct Marks: Assessment {
        static let criteria = ["a", "b"]
        let bands: [Band]
        var ownConfidence: BandConfidence.Level?
        /// Which answer's words these are.
        var words = ""
        func replacing(bands: [Band]) -> Marks { Marks(bands: bands, ownConfidence: ownConfidence, words: words) }

        init(bands: [Band], ownConfidence: BandConfidence.Level? = nil, words: String = "") {
            (self.bands, self.ownConfidence, self.words) = (bands, ownConfidence, words)
        }

        init(from decoder: any Decoder) throws { throw Unfit(text: "never decoded") }
    }

    private func answer(
        _ a: Double, _ b: Double, _ confidence: BandConfidence.Level? = nil, words: String = "", version: String = "m"
    ) -> StructuredAnswer<Marks> {
        StructuredAnswer(
            value: Marks(bands: [a, b].compactMap { Band($0) }, ownConfidence: confidence, words: words),
            modelVersion: version, spending: .none)
    }

    private func bands(_ values: Double...) -> [Band] { values.compactMap { Band($0) } }

    @Test("no answers are no marks")
    func none() {
        #expect(MedianMarks<Marks>(of: []) == nil)
    }

    @Test("one answer's marks are taken as they are, with the model's own confidence")
    func one() throws {
        let found = try #require(MedianMarks(of: [answer(6, 7.5, .medium)]))
        #expect(found.assessment.bands == bands(6, 7.5))
        #expect(found.confidence == BandConfidence(level: .medium, samples: 1, spread: [:]))
    }

    @Test("of an odd number the middle one counts, criterion by criterion, in whatever order they came")
    func odd() throws {
        let found = try #require(MedianMarks(of: [answer(7, 5), answer(5, 6), answer(6, 9)]))
        #expect(found.assessment.bands == bands(6, 6))
        #expect(found.confidence.spread == ["a": 2, "b": 4])
    }

    @Test(
        "of an even number the mean of the two middle ones counts, a quarter rounded up",
        arguments: [(6.0, 7.0, 6.5), (6.0, 6.5, 6.5), (6.5, 7.0, 7.0), (8.0, 8.0, 8.0)])
    func even(low: Double, high: Double, median: Double) throws {
        let found = try #require(MedianMarks(of: [answer(low, 1), answer(high, 1), answer(0, 1), answer(9, 1)]))
        #expect(found.assessment.bands.first == Band(median))
    }

    @Test("the words are those of the answer whose marks are nearest to the medians, and so is the version")
    func words() throws {
        let found = try #require(
            MedianMarks(of: [
                answer(4, 4, words: "far", version: "one"), answer(6, 6.5, words: "near", version: "two"),
                answer(7, 8, words: "farther", version: "three"),
            ]))
        #expect((found.assessment.words, found.modelVersion) == ("near", "two"))
        #expect(found.assessment.bands == bands(6, 6.5))
    }

    @Test(
        "half a band apart is high confidence, a whole one medium, more is low",
        arguments: [(0.5, BandConfidence.Level.high), (1, .medium), (1.5, .low)])
    func confidence(apart: Double, level: BandConfidence.Level) throws {
        let found = try #require(MedianMarks(of: [answer(6, 6), answer(6 + apart, 6)]))
        #expect(found.confidence.level == level)
    }

    private func opinion(isDoubtful: Bool = false) throws -> SecondOpinion {
        try #require(
            SecondOpinion(
                on: "Few of us walk to work.", leaving: { _ in false }, leastWords: 1, descriptors: "", lexical: 0,
                grammar: 1, isDoubtful: isDoubtful))
    }

    private func marks(_ band: Double) throws -> LanguageMarks {
        let criterion = CriterionFeedback(band: try #require(Band(band)), feedback: ".")
        return LanguageMarks(lexicalResource: criterion, grammaticalRangeAccuracy: criterion)
    }

    @Test("a second opinion lowers marks, contradicts them, or leaves them uncertain")
    func weighed() throws {
        let found = try #require(MedianMarks(of: [answer(9, 9, .high)]))
        let lowered = try #require(found.weighed(by: try opinion(), [try marks(8)]))
        #expect(lowered.assessment.bands == bands(8, 8))
        #expect(lowered.confidence.level == .high)
        #expect(found.weighed(by: try opinion(), [try marks(7)]) == nil)
        #expect(try found.weighed(by: opinion(isDoubtful: true), [marks(9)])?.confidence.level == .low)
    }
}

extension MedianMarks: Equatable {
    static func == (lhs: MedianMarks, rhs: MedianMarks) -> Bool {
        lhs.assessment.bands == rhs.assessment.bands && lhs.confidence == rhs.confidence
    }
}
