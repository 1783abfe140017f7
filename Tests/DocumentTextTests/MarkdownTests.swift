import Testing

@testable import DocumentText

/// Markdown loses its marks and nothing else.
struct MarkdownTests {
    @Test(
        "what is no mark stays",
        arguments: [
            "The area is 3*4 = 12 square metres, and 2*pi*r is the rim.", "Powers: 2**3 is 8 and 3**2 is 9.",
            "x*y*z is a product, 5*x+3*y a sum, (a+b)*(c+d)*(e+f) and f(x)*g(x)*h(x).", "a[i][j] and f[x](y)",
            "Find C:\\temp\\[x]\\*.txt here.", "\\begin{align} a_1 &= b_1 \\\\ c_1 &= d_1 \\end{align}",
            "Open C:\\new\\_temp and \\\\server\\share$ first.",
            "Euler: $e^{i\\pi} + 1 = 0$, and $a_1 * b_1 * c_1$.", "Set \\(A_1 \\cup \\{x\\}\\) and \\[E = mc^2\\].",
            "It costs $5 or $6, not *7.", "snake_case_name", "A List<String> and a < b > c.",
            "a | b is a choice", "list[[1]] of R", "5 ~ 6 and a == b == c", "#tag and C#", "a * b * c",
        ])
    func kept(text: String) throws {
        #expect(try Self.plain("# H\n\n" + text) == "H\n\n" + text)
    }

    @Test(
        "marks go, and their text stays",
        arguments: [
            ("## The *Tides* ##", "The Tides"), ("Title\n=====", "Title"), ("# C# #", "C#"),
            ("See [Mercury](https://en.wikipedia.org/wiki/Mercury_(planet)) for more.", "See Mercury for more."),
            ("[a [b] c](x \"title\") and ![picture](p.png)", "a [b] c and picture"),
            ("[text][1]\n\n[1]: http://x.org", "text"),
            ("<https://x.org/a_b_c>", "https://x.org/a_b_c"), ("**N**orth **A**tlantic", "North Atlantic"),
            ("photo*synthesis* and play**s**", "photosynthesis and plays"),
            ("***both*** _one_ __two__", "both one two"),
            ("**重点：**内容 and **Note:**text", "重点：内容 and Note:text"), ("\\*\\*two\\*\\*", "**two**"),
            ("1) one\n2) two", "1) one\n2) two"), ("*C:\\new*", "C:\\new"), ("see[1](https://x.org)", "see1"),
            ("`3*4` and ``a`b``", "3*4 and a`b"), ("```c\na * b * c\n```", "a * b * c"),
            ("1. one\n2. two", "1. one\n2. two"),
            ("- [x] done\n- [ ] to do", "done\nto do"), ("> quoted\n> twice", "quoted\ntwice"),
            ("[[Photosynthesis]] and [[Cell biology|cells]], ![[leaf.png]]", "Photosynthesis and cells, leaf.png"),
            ("~~old~~ ==new==", "old new"), ("A claim.[^1]\n\n[^1]: The note.", "A claim.\n\nThe note."),
            ("A claim.[^n]\n\n[^n]: Ibid.", "A claim.\n\nIbid."), ("[Note]: important", "[Note]: important"),
            ("H<sub>2</sub>O<br>and <b>salt</b> &amp; &eacute;", "H2O\nand salt & é"),
            ("\\*not\\* \\# this", "*not* # this"),
            ("<div align=\"center\">\n<b>Centre</b>\n</div>", "Centre"), ("a<!-- hidden -->b", "ab"),
            ("one\n\n---\n\ntwo", "one\n\ntwo"),
        ])
    func marks(markdown: String, text: String) throws {
        #expect(try Self.plain(markdown) == text)
    }

    @Test("the rows of a table are lines")
    func table() throws {
        let table = """
            | Metal | Melts *at* |
            |:------|-----------:|
            | Gallium | 29.8 °C |
            | - | # 5 |
            | a \\| b | 3*4*5 |

            After it.
            """
        #expect(try Self.plain(table) == "Metal Melts at\nGallium 29.8 °C\n- # 5\na | b 3*4*5\n\nAfter it.")
    }

    @Test("a formula over lines stays as it is")
    func display() throws {
        let formula = "$$\n\\begin{aligned}\na_1 &= b_1 * c_1 \\\\\n_x_ &= *y*\n\\end{aligned}\n$$"
        #expect(try Self.plain("# F\n\n\(formula)\n\n*end*") == "F\n\n\(formula)\n\nend")
    }

    @Test(
        "text is taken for Markdown by what only Markdown has",
        arguments: [
            ("# Title\ntext", true), ("See [a](b).", true), ("```\ncode\n```", true), ("A **strong** word", true),
            ("See [[Page]].", true), ("3*4 and 5*6", false), ("#hashtag", false), ("a ** b ** c", false),
        ])
    func detected(text: String, isMarkdown: Bool) {
        #expect(Markdown.isMarkdown(text) == isMarkdown)
    }

    private static func plain(_ markdown: String) throws -> String {
        let text = try Markdown.plainText(markdown)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }.joined(separator: "\n")
            .trimmed
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = Substring(self).drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
