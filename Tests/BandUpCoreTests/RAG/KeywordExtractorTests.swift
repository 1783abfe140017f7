import Base
import TestSupport
import Testing

@testable import BandUpCore

struct KeywordExtractorTests {
    @Test("the most frequent words come first, equally frequent ones in order of occurrence")
    func order() {
        let text = "Harbour tides. Harbour boats, tides, harbour: nets ropes boats tides harbour masts"
        #expect(Self.keywords(text) == ["harbour", "tides", "boats", "nets", "ropes", "masts"])
    }

    @Test("stop words, numbers and short words are left out")
    func stopWords() {
        let text = "The 3 ships didn't sail in the 1990s, twenty-five years ago; it's CO2 and a 2nd x7 ship's log"
        #expect(Self.keywords(text) == ["ships", "sail", "co2", "log"])
    }

    @Test("forms of a word that the document has too are counted with it, under the most frequent form")
    func inflectedForms() {
        let text = "city cities cities plan planned planning carry carried bakes bake boxes box evening species news"
        #expect(
            Self.keywords(text) == ["cities", "plan", "carry", "bakes", "boxes", "evening", "species", "news"])
        #expect(Self.keywords("glass glasses bus buses analysis") == ["glass", "bus", "analysis"])
    }

    @Test("spellings that differ in case or composition are one word")
    func folding() {
        let composed = "Ngữ ngữ NGỮ"
        let decomposed = "ng\u{75}\u{31B}\u{303} NG\u{55}\u{31B}\u{303}"
        #expect(Self.keywords("Tide TIDE tide \(composed) \(decomposed) élan ÉLAN") == ["ngữ", "tide", "élan"])
    }

    @Test("Chinese gives pairs of characters, Vietnamese function words are left out")
    func scripts() {
        #expect(Self.keywords("交通 交通。公共交通") == ["交通", "公共", "共交"])
        #expect(Self.keywords("của những thành phố và thành thị") == ["thành", "phố", "thị"])
    }

    @Test("words are counted over all pages, and at most so many are given as asked for")
    func limit() {
        var extractor = KeywordExtractor()
        for page in 0..<10 {
            extractor.add(
                (0..<50).map { "word\(Self.letters($0))q" }.joined(separator: " ") + " page\(Self.letters(page))q")
        }
        #expect(extractor.keywords().count == 20)
        #expect(extractor.keywords(3) == ["wordaq", "wordbq", "wordcq"])
        #expect(extractor.keywords(0).isEmpty)
        #expect(extractor.keywords(100).count == 60)
    }

    @Test("counting agrees with a dictionary on random words", arguments: 0..<8)
    func agreesWithDictionary(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let words = (0..<5_000).map { _ in
            String(
                (0..<Int.random(in: 3...5, using: &random)).map { _ in "qxzjv".randomElement(using: &random) ?? "q" })
        }
        var counts: [String: (count: Int, first: Int)] = [:]
        for (index, word) in words.enumerated() { counts[word, default: (0, index)].count += 1 }
        let expected = counts.sorted { ($1.value.count, $0.value.first) < ($0.value.count, $1.value.first) }
        #expect(Self.keywords(words.joined(separator: " ")) == expected.prefix(20).map(\.key))
    }

    @Test("a run of letters that is longer than any word is none, and does no harm")
    func longRun() {
        let run = String(repeating: "x", count: 100_000)
        #expect(Self.keywords("\(run) tide \(run)\(run)é é1") == ["tide", "é1"])
    }

    @Test("a document with endless new words does not grow the table without end")
    func cappedTable() {
        var table = WordTable(maxEntries: 100)
        for number in 0..<10_000 {
            var word = "word\(number % 200)"
            word.withUTF8 { table.count($0) }
        }
        #expect(table.entries.count == 100)
        #expect(table.entries.allSatisfy { $0.count == 50 })
    }

    @Test("keywords are found again in a text")
    func mask() {
        var extractor = KeywordExtractor()
        extractor.add("tide tide tide Élan élan boat")
        let set = extractor.keywordSet(20)
        #expect(set.words == ["tide", "élan", "boat"])
        #expect(set.mask(of: "The BOAT met the tide") == 0b101)
        #expect(set.mask(of: "Élan") == 0b010)
        #expect(set.mask(of: "boats and tidelands") == 0)
    }

    private static func keywords(_ text: String) -> [String] {
        var extractor = KeywordExtractor()
        extractor.add(text)
        return extractor.keywords()
    }

    /// A number in letters.
    private static func letters(_ number: Int) -> String {
        let alphabet = Array("abcdefghij")
        return String("\(number)".compactMap { $0.wholeNumberValue.map { alphabet[$0] } })
    }
}
