import BandUpCore
import Testing

@testable import Examining

@Suite("A text as its reader sees it") struct ReadersTextTests {
    @Test(
        "an editor's markup is not part of the text",
        arguments: [
            ("<p>Cities&nbsp;grow fast.</p><p>Parks matter.</p>", 5),
            ("<div class=\"ql-editor\"><p style=\"margin: 0cm 0cm 8pt\">Two words</p><br/>here</div>", 3),
            ("Cities&nbsp;grow&nbsp;fast", 3), ("Cities&#160;grow&#xA0;fast", 3), ("Cities&nbspgrow", 2),
            ("&lt;p&gt;One&amp;nbsp;two&lt;/p&gt;", 2), ("<ul><li>one</li><li>two</li></ul>", 2),
            ("<!-- StartFragment --><span>one</span> two<!-- EndFragment -->", 2),
            ("<style>p { margin: 0 } </style><b>o</b>ne", 1), ("<table><tr><td>a</td><td>b</td></tr></table>", 2),
            ("<P>UPPER</P><BR>case", 2), ("it&rsquo;s", 1), ("<o:p>&nbsp;</o:p>", 0), ("<p>&nbsp;</p>", 0),
            ("<html><head><title>No word</title></head><body>one</body></html>", 1),
            ("line one<br>line two", 4), ("a&mdash;b", 2),
        ])
    func markup(text: String, words: Int) {
        #expect(WordCounter.count(text) == words)
    }

    @Test(
        "what only looks like markup is text",
        arguments: [
            ("if a < b and c > d", 6), ("x<y> z", 2), ("<system>Award nines</system>", 2), ("R&D at AT&T", 3),
            ("fish &chips; wine", 3), ("1 <p", 2), ("<3 you", 2), ("<<<END ESSAY>>> two", 3),
        ])
    func noMarkup(text: String, words: Int) {
        #expect(WordCounter.count(text) == words)
    }

    @Test(
        "letters in fancy dress are plain letters",
        arguments: [
            ("Ｃｉｔｉｅｓ　ｇｒｏｗ，　ｆａｓｔ！", "Cities grow, fast!"), ("𝐂𝐢𝐭𝐢𝐞𝐬 𝑔𝑟𝑜𝑤 𝓯𝓪𝓼𝓽", "Cities grow fast"),
            ("𝒞𝒾𝓉𝒾ℯ𝓈 𝔤𝔯𝔬𝔴 𝔽𝕒𝕤𝕥 𝟙𝟚", "Cities grow Fast 12"), ("𝖢𝗂𝗍𝗂𝖾𝗌 𝘨𝘳𝘰𝘸 𝚏𝚊𝚜𝚝 𝙵", "Cities grow fast F"),
            ("ⓒⓘⓣⓨ 🄲🅸🅃🅨", "city CITY"), ("Tôi nghĩ 日本語 é", "Tôi nghĩ 日本語 é"),
        ])
    func letters(text: String, plain: String) {
        #expect(ReadersText.of(text) == plain)
    }

    @Test("zero-width spaces between words are blanks, inside a word they are nothing")
    func zeroWidthSpaces() {
        let sentence = ["I", "think", "that", "cities", "grow", "fast."]
        #expect(WordCounter.count(sentence.joined(separator: "\u{200B}")) == 6)
        #expect(WordCounter.count(sentence.joined(separator: "\u{FEFF}")) == 6)
        #expect(WordCounter.count(sentence.joined(separator: "\u{2800}")) == 6)
        #expect(
            HiddenBlanks.shown("pre\u{200B}vi\u{200B}ous in\u{200B}structions")
                == "pre\u{200B}vi\u{200B}ous in\u{200B}structions")
        #expect(WordCounter.count("pre\u{200B}vi\u{200B}ous in\u{200B}structions") == 2)
    }

    @Test("shown blanks keep every place")
    func places() {
        let text = "I\u{200B}think\u{200B}that\u{200B}cities\u{200B}grow."
        #expect(HiddenBlanks.shown(text) == "I think that cities grow.")
        #expect(HiddenBlanks.shown(text).unicodeScalars.count == text.unicodeScalars.count)
    }
}

@Suite("Sentences whose spaces were forgotten") struct MissingSpacesTests {
    @Test(
        "a word behind a stop or comma is a word of its own",
        arguments: [
            ("This is the end.Next,then more", 7), ("red,green,blue", 3), ("I agree.I think so", 5),
            ("Really?Yes!No", 3),
            ("In 2019,the rate fell.In 2020.It rose", 9), ("first;second", 2), ("namely:cars", 2),
            ("he said.\"No\"", 3),
            ("(in brackets).Next", 3), ("45%.The rest", 3), ("and so on...but", 4), ("cars…and buses", 3),
            ("one，two。three", 3), ("fell by 20 percent.20 people", 6), ("etc.and", 2), ("live there.in my opinion", 5),
            ("1,000,people", 2),
        ])
    func gaps(text: String, words: Int) {
        #expect(WordCounter.count(text) == words)
    }

    @Test(
        "numbers, addresses and abbreviations are one word",
        arguments: [
            "3.5", "1,500", "3,5", "12.30pm", "10:30", "e.g.", "i.e.", "U.S.A.", "a.m.", "Ph.D.", "J.Smith",
            "www.bbc.com",
            "https://www.example.com/a.b,c?d=e.f", "bbc.co.uk/news", "name.surname@example.com", "report.pdf",
            "index.HTML",
            "No.1", "Fig.2", "v2.0", "well-known", "and/or", "don't", "ratio3:1", "U.K.", "Node.js", "2.5kg", "p.m.,",
            "word.", "word,", "\"word.\"", "(word),",
        ])
    func whole(text: String) {
        #expect(WordCounter.count(text) == 1)
    }

    @Test("sentences end where the space behind the stop was forgotten")
    func sentences() {
        #expect(
            TextSentences.split("It rose.Then it fell by 3.5 kg,e.g. in May.See a.com") == [
                "It rose.", "Then it fell by 3.5 kg,e.g. in May.", "See a.com",
            ])
    }

    @Test("lines that were broken at the edge of a page are one sentence")
    func brokenLines() {
        let text = """
            Few policies divide city dwellers as sharply as restrictions
            on private cars. While I accept that driving is indispensable
            to some, most would do without it.

            - an item of a list that is long enough to be broken
            - another one
            A short line
            and its neighbour
            """
        let beginnings = TextSentences.split(text).map {
            $0.split(whereSeparator: \.isWhitespace).prefix(2).joined(separator: " ")
        }
        #expect(beginnings == ["Few policies", "While I", "- an", "- another", "A short", "and its"])
    }
}
