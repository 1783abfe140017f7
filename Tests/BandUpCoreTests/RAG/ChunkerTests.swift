import Base
import TestSupport
import Testing

@testable import BandUpCore

struct ChunkerTests {
    @Test("every character but white space lies in some chunk, none is too long", arguments: 0..<150)
    func coverage(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let size = [1, 2, 3, 7, 20, 50, 200, 3000].randomElement(using: &random) ?? 1
        let overlap = Int.random(in: 0...size / 2, using: &random)
        let sizing = try #require(ChunkSizing(size: size, overlap: overlap))
        let pages = Self.randomPages(using: &random)

        let chunks = Self.chunks(of: pages, sizing)

        #expect(chunks.map(\.index) == Array(0..<chunks.count))
        #expect(chunks.allSatisfy { $0.text.unicodeScalars.count <= size && !$0.text.isEmpty })
        let document = pages.flatMap { Self.ink($0.text) }
        // Where the chunks so far may end in the document; a text that repeats itself allows several places.
        var ends: Set<Int> = [0]
        for chunk in chunks {
            let ink = Self.ink(chunk.text)
            var next: Set<Int> = []
            for end in ends {
                for repeated in 0...min(overlap, end) {
                    let start = end - repeated
                    guard ink.count > repeated, start + ink.count <= document.count else { continue }
                    if document[start..<(start + ink.count)].elementsEqual(ink) { next.insert(start + ink.count) }
                }
            }
            ends = next
        }
        #expect(ends.contains(document.count))
    }

    @Test("a chunk knows the pages on which it begins and ends", arguments: 0..<50)
    func pageNumbers(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 1000)
        let sizing = try #require(ChunkSizing(size: 40, overlap: Int.random(in: 0...20, using: &random)))
        // Every word names its page.
        let pages = (1...30).map { number in
            let count = [0, 0, 1, 5, 40].randomElement(using: &random) ?? 0
            return DocumentPage(
                number: number, text: Array(repeating: "p\(number)e", count: count).joined(separator: " "))
        }
        for chunk in Self.chunks(of: pages, sizing) {
            let words = chunk.text.split(whereSeparator: \.isWhitespace)
            #expect(words.first == "p\(chunk.firstPage)e")
            #expect(words.last == "p\(chunk.lastPage)e")
        }
    }

    @Test("chunks that no later page can change come out at once")
    func streaming() throws {
        var chunker = Chunker(sizing: try #require(ChunkSizing(size: 100, overlap: 10)))
        let page = String(repeating: "Rivers carry silt. ", count: 20)
        var counts: [Int] = []
        for number in 1...4 { counts.append(chunker.push(DocumentPage(number: number, text: page)).count) }
        #expect(counts.allSatisfy { $0 >= 3 })
        #expect(!chunker.finish().isEmpty)
        #expect(chunker.finish().isEmpty)
    }

    @Test("a document that fits one chunk is one chunk")
    func short() throws {
        let chunks = Self.chunks(
            of: [DocumentPage(number: 4, text: "  One page. \n"), DocumentPage(number: 5, text: "And another\n")],
            .standard)
        #expect(chunks == [Chunk(index: 0, text: "One page.\n\nAnd another", firstPage: 4, lastPage: 5)])
    }

    @Test("pages without text give no chunk")
    func empty() {
        #expect(Self.chunks(of: [], .standard).isEmpty)
        #expect(Self.chunks(of: (1...3).map { DocumentPage(number: $0, text: " \n\u{3000}\t") }, .standard).isEmpty)
    }

    @Test(
        "the text is cut at the strongest boundary near the size",
        arguments: [
            // A paragraph's end before a sentence's end that is nearer to the size.
            ("aaaa bbbb cccc dddd eeee ffff gggg h.\n\nIi. Jj kkkk llll mmmm", "aaaa bbbb cccc dddd eeee ffff gggg h."),
            // A sentence's end before a word's end.
            ("aaaa bbbb cccc dddd eeee ffff gggg h? Ii jj kkkk llll", "aaaa bbbb cccc dddd eeee ffff gggg h?"),
            ("aaaa bbbb cccc dddd eeee ffff (hh.) Ii jj kkkk llll", "aaaa bbbb cccc dddd eeee ffff (hh.)"),
            ("aaaa bbbb cccc dddd eeee ffff “hh.” Ii jj kkkk llll", "aaaa bbbb cccc dddd eeee ffff “hh.”"),
            // Neither an abbreviation before a small letter nor an initial ends a sentence.
            ("aaaa bbbb cccc dddd eeee ffff e.g. iiii jjjj kkkk", "aaaa bbbb cccc dddd eeee ffff e.g. iiii"),
            ("aaaa bbbb cccc dddd eeee ffff J. Smith jjjj kkkk", "aaaa bbbb cccc dddd eeee ffff J. Smith"),
            // A boundary too far before the size does not count.
            ("aaaa. Bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj kkkk", "aaaa. Bbbb cccc dddd eeee ffff gggg hhhh"),
            // No spaces: at a full stop of the script, else in the middle.
            (
                "城市需要公共交通城市需要公共交通城市需要公共交通城市需要公共交通。语言一直在变化语言一直在变化",
                "城市需要公共交通城市需要公共交通城市需要公共交通城市需要公共交通。"
            ),
            (String(repeating: "x", count: 60), String(repeating: "x", count: 40)),
        ])
    func boundaries(text: String, first: String) throws {
        let sizing = try #require(ChunkSizing(size: 40, overlap: 0))
        #expect(Self.chunks(of: [DocumentPage(number: 1, text: text)], sizing).first?.text == first)
    }

    @Test("a letter keeps its accents where text without spaces is cut")
    func accents() throws {
        let sizing = try #require(ChunkSizing(size: 40, overlap: 0))
        let text = String(repeating: "e\u{323}\u{302}", count: 60)
        for chunk in Self.chunks(of: [DocumentPage(number: 1, text: text)], sizing) {
            #expect(chunk.text.unicodeScalars.first == "e")
            #expect(chunk.text.unicodeScalars.last == "\u{302}")
        }
    }

    @Test("text without spaces is repeated from a whole character on")
    func overlapWithoutSpaces() throws {
        let sizing = try #require(ChunkSizing(size: 100, overlap: 49))
        let chunks = Self.chunks(of: [DocumentPage(number: 1, text: String(repeating: "か\u{3099}", count: 90))], sizing)
        // 100, then 48 repeated and 52 new, then 48 repeated and the last 28.
        #expect(chunks.map(\.text.unicodeScalars.count) == [100, 100, 76])
        #expect(chunks.allSatisfy { $0.text.unicodeScalars.first == "か" })
    }

    @Test("a chunk repeats whole words, from a sentence's beginning where there is one")
    func overlap() throws {
        let sizing = try #require(ChunkSizing(size: 60, overlap: 30))
        let text = "The tide turned early. The boats went out at dawn. They came home before the storm broke."
        let chunks = Self.chunks(of: [DocumentPage(number: 1, text: text)], sizing)
        #expect(
            chunks.map(\.text) == [
                "The tide turned early. The boats went out at dawn.",
                "The boats went out at dawn. They came home before the storm",
                "came home before the storm broke.",
            ])
    }

    @Test("a very long page, or of white space, takes linear time", .timeLimit(.minutes(1)))
    func large() throws {
        let sizing = try #require(ChunkSizing(size: 200, overlap: 100))
        let words = DocumentPage(number: 1, text: String(repeating: "word and space ", count: 20_000))
        #expect(Self.chunks(of: [words], sizing).count > 1_400)
        let spaces = "a" + String(repeating: " \n", count: 50_000) + "b"
        #expect(Self.chunks(of: (1...20).map { DocumentPage(number: $0, text: spaces) }, sizing).count >= 20)
    }

    @Test(
        "sizes that make no sense are refused",
        arguments: [(0, 0), (-1, 0), (10, -1), (10, 6), (10, 10), (1, 1), (Int.min, Int.max)])
    func invalidSizing(size: Int, overlap: Int) {
        #expect(ChunkSizing(size: size, overlap: overlap) == nil)
    }

    @Test("sizes come from the environment, and a wrong one names its variable")
    func environment() throws {
        #expect(try ChunkSizing(environment: Environment([:])) == .standard)
        let set = try ChunkSizing(environment: Environment(["RAG_CHUNK_SIZE": "400", "RAG_CHUNK_OVERLAP": "0"]))
        #expect(set == ChunkSizing(size: 400, overlap: 0))
        #expect(try ChunkSizing(environment: Environment(["RAG_CHUNK_SIZE": "400"])).overlap == 200)
        for (name, value) in [("RAG_CHUNK_SIZE", "199"), ("RAG_CHUNK_SIZE", "3k"), ("RAG_CHUNK_OVERLAP", "1501")] {
            let error = #expect(throws: ConfigurationError.self) {
                try ChunkSizing(environment: Environment([name: value]))
            }
            #expect(error?.variable == name)
        }
    }

    static func chunks(of pages: [DocumentPage], _ sizing: ChunkSizing) -> [Chunk] {
        var chunker = Chunker(sizing: sizing)
        return pages.flatMap { chunker.push($0) } + chunker.finish()
    }

    /// The scalars that are not white space.
    private static func ink(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { !$0.properties.isWhitespace }
    }

    private static func randomPages(using random: inout SeededGenerator) -> [DocumentPage] {
        let letters: [Unicode.Scalar] = ["a", "b", "Z", "é", "\u{301}", "語", "🚲", "ö", "7", "-", "\u{200D}", "。"]
        let gaps = [" ", "\n", "\n\n", ". ", "! ", ".\n", "\u{3000}", "\u{A0}", " \t ", ".” ", "… "]
        return (1...Int.random(in: 1...8, using: &random)).map { number in
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...120, using: &random) {
                let longest = Int.random(in: 0..<40, using: &random) == 0 ? 300 : 9
                for _ in 0..<Int.random(in: 0...longest, using: &random) {
                    text.append(letters.randomElement(using: &random) ?? "a")
                }
                let gap = gaps.randomElement(using: &random) ?? " "
                let times = Int.random(in: 0..<50, using: &random) == 0 ? 100 : 1
                for _ in 0..<times { text.append(contentsOf: gap.unicodeScalars) }
            }
            return DocumentPage(number: number, text: String(text))
        }
    }
}
