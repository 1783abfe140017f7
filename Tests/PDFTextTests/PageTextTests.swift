import Testing

@testable import PDFText

struct PageTextTests {
    @Test(
        "text is cleaned",
        arguments: [
            ("", ""), (" \n\t \n", ""), ("plain", "plain"),
            // Controls, and every kind of line and page break.
            ("a\u{0}b\u{7}c\u{7F}d\u{9B}e", "abcde"),
            ("one\u{C}two\rthree\r\nfour\u{2028}five", "one\ntwo\nthree\nfour\nfive"),
            // Spaces: one between words, none at a line's ends.
            ("  a \t b\u{A0}\u{3000}c  \n  d  ", "a b c\nd"),
            // Blank lines: one at most.
            ("a\n\n\n \n\nb", "a\n\nb"),
            // Marks that can't be seen; joiners that change how letters look stay.
            ("\u{FEFF}a\u{200B}b\u{202B}c\u{202C}\u{FFFE}d", "abcd"), ("می\u{200C}خواهم", "می\u{200C}خواهم"),
            // Words between marks of direction are words apart.
            ("\u{202B}אב\u{202C}\u{202B}גד\u{202C} \u{202B}\u{202A}7\u{202C}\u{202C}", "אב גד 7"),
            // Ligatures; other compatibility characters stay.
            ("o\u{FB03}ce \u{FB05}op \u{FB13}", "office stop \u{574}\u{576}"), ("10 m² ½ Ⅳ", "10 m² ½ Ⅳ"),
            // Arabic letters that are named by their shape in the word, a ligature among them, and a Hebrew one.
            ("\u{FEE1}\u{FEFC}\u{FEB3} 7", "ملاس 7"), ("\u{FB2A}\u{5DC}", "\u{5E9}\u{5C1}\u{5DC}"),
            // Composition, only of canonical equivalents.
            ("Vie\u{323}\u{302}t", "Vi\u{1EC7}t"), ("e\u{301}\u{FB01}", "éfi"),
        ])
    func cleaned(raw: String, expected: String) {
        #expect(Self.clean(Array(raw.utf8)).unicodeScalars.elementsEqual(expected.unicodeScalars))
    }

    @Test(
        "divided words are joined",
        arguments: [
            ("inter-\nnational", "international"), ("inter- \n national", "international"),
            ("inter\u{2010}\nnational", "international"), ("é-\né", "éé"), ("caf\u{FB01}-\n\u{FB01}x", "caffifix"),
            ("trans\u{AD}\nport", "transport"), ("trans\u{AD} \n port", "transport"),
            ("TRANS\u{AD}\nPORT", "TRANSPORT"), ("тран\u{AD}\nспорт", "транспорт"),
            // Not divided words: numbers, capitals, dashes, a hyphen before a paragraph's end.
            ("1990-\n2020", "1990-\n2020"), ("UK-\nbased", "UK-\nbased"), ("Anglo-\nSaxon", "Anglo-\nSaxon"),
            ("then -\nand", "then -\nand"), ("end-\n\nnext", "end-\n\nnext"), ("pre-\u{A0}post", "pre- post"),
            ("a-", "a-"), ("-\nb", "-\nb"), ("a\u{AD}", "a"), ("a\u{AD}\n", "a"),
        ])
    func joined(raw: String, expected: String) {
        #expect(Self.clean(Array(raw.utf8)) == expected)
    }

    @Test(
        "a soft hyphen inside a line is a hyphen, and so it is at a line's end before a number or a name",
        arguments: [
            ("1914\u{AD}1918", "1914-1918"), ("single\u{AD}user", "single-user"),
            ("01\u{AD}2301\u{AD}778", "01-2301-778"),
            ("Profit \u{AD} loss", "Profit - loss"), ("\u{AD}38 C", "-38 C"), ("1914\u{AD}\n1918", "1914-\n1918"),
            ("Anglo\u{AD}\nSaxon", "Anglo-\nSaxon"), ("well\u{AD}\n(", "well-\n("),
        ])
    func softHyphens(raw: String, expected: String) {
        #expect(Self.clean(Array(raw.utf8)) == expected)
    }

    @Test("invalid UTF-8 is replaced, never trapped on")
    func invalid() {
        #expect(Self.clean([0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
        #expect(Self.clean([0xE1, 0xBB]) == "\u{FFFD}")
        #expect(Self.clean([0xED, 0xA0, 0x80, 0x21]).hasSuffix("!"))
        for byte in UInt8.min...UInt8.max { _ = Self.clean([byte, 0x2D, 0x0A, byte]) }
    }

    @Test("a paragraph's short last line and a heading are followed by a blank line")
    func paragraphs() {
        let text = """
            Rivers and towns
            The first towns grew where rivers could be crossed, and the
            crossing was what they lived on.
            Later the rivers carried goods, and after that mostly the waste
            of those who lived beside them. Nobody planned any of it; in the
            end it stank.
            Then came the cleaning, which took longer than the soiling had.
            """
        #expect(
            Self.clean(Array(text.utf8)) == """
                Rivers and towns

                The first towns grew where rivers could be crossed, and the
                crossing was what they lived on.

                Later the rivers carried goods, and after that mostly the waste
                of those who lived beside them. Nobody planned any of it; in the
                end it stank.

                Then came the cleaning, which took longer than the soiling had.
                """)
    }

    @Test("lines of equal length, as in lists and verse, stay together")
    func verse() {
        let text = "apples and pears\nplums and quinces\nmedlars, peaches."
        #expect(Self.clean(Array(text.utf8)) == text)
    }

    private static func clean(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBufferPointer { PageText.cleaned($0) }
    }
}
