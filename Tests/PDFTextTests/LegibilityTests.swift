import Foundation
import Testing

@testable import PDFText

struct LegibilityTests {
    @Test(
        "a text layer that is no text gives pages without text",
        arguments: ["codes-for-letters", "scrambled-letters", "private-use", "replacement-characters"])
    func noText(name: String) async throws {
        var pages: [PDFPage] = []
        for try await page in PDFPages(path: golden(name)) { pages.append(page) }
        #expect(pages.count == 3)
        #expect(pages.allSatisfy { $0.text.isEmpty && !$0.isDamaged })
    }

    @Test(
        "text is text in any language, with icons, formulas and figures among it",
        arguments: [
            "Người học luyện đọc mỗi ngày để mở rộng vốn từ. Trường học nghiêng về phía tây thành phố Huế, bên dòng sông.",
            "Bezwzględny przewodniczący wszczął wszystkie wątpliwe przedsięwzięcia w Szczecinie i Strzelcach Krajeńskich.",
            "Die Angstschweißausbrüche des Rechtsschutzversicherungsvertreters begannen am Geschichtsunterricht vorbei.",
            "Чтобы научиться читать, нужно прочитать много книг, и среди них несколько трудных и скучных.",
            "يتعلم الطلاب القراءة كل يوم لتوسيع مفرداتهم، ثم يكتبون ما تعلموه في دفاترهم الصغيرة.",
            "城市需要公共交通。语言一直在变化。孩子们每天早上坐车去学校，下午走路回家。",
            "विद्यार्थी प्रतिदिन पढ़ने का अभ्यास करते हैं ताकि उनका शब्द भंडार बढ़े और वे अच्छा लिख सकें।",
            "\u{E0B7} +84 236 3650 700 \u{F0E0} mai.linh@example.org \u{F015} 12 Harbour Street, Da Nang, Vietnam",
            "1. 3 + 4 = ____ 2. 12 - 7 = ____ 3. 6 * 7 = ____ 4. 81 / 9 = ____ 5. 2^5 = ____ 6. 5! = ____",
            "let words = text.split(separator: \" \").map(String.init); print(words.count, words[0], words.last!)",
            "Table 4. CO2 H2O NaCl KMnO4 C6H12O6 CH3COOH NaHCO3 CaCO3 H2SO4 HNO3 FeSO4 AgNO3 CuSO4 MgCl2",
            "",
        ])
    func text(sample: String) {
        #expect(Self.isText(sample))
    }

    @Test(
        "letters of no language are no text",
        arguments: [
            // The numbers of an English text's shapes in their font.
            "8LI4ERXLIVW HIJIRWIKEZIYT NYWXTSMRXW VEROMRKWM\\XL MRXLIPIEKYI [LMPIEPWS PIEHMRKXLI2*0 MRMRXIVGITXMSRW",
            "Tkb Pgipkbcy obfbiyb vglb tu ntyp 308 uwjipy, cgizjiv yjrpk ji pkb mbgvtb, ekjmb gmyw mbgojiv p"
                + "kb NFL ji jipbcxbupjwiy ejpk 24 gio qwgypjiv fwtc Pcw Bwem ybmbxpjwiy. Pcw Bwem obfbiyjlb pgxzm"
                + "b Kgegii Skwcp mbo pkb pbgd ji ygxzy ejpk 11, ekjmb gmyw fwcxjiv pkcbb ftdqmby gio cbxwlbcjiv p"
                + "ew. Fbmmwe mjibdgi Mgcjw Aoojywi goobo 6 ygxz",
            // Of three letters, one is lost.
            "\u{FFFD}ide\u{FFFD} fo\u{FFFD}low \u{FFFD}he mo\u{FFFD}n, a\u{FFFD}d th\u{FFFD} m\u{FFFD}on k\u{FFFD}eps \u{FFFD}ts ow\u{FFFD} t\u{FFFD}me.",
            "In\u{3}the\u{3}coastal\u{3}furnace\u{3}financed\u{3}the\u{3}journal\u{3}near\u{3}the\u{3}ancient\u{3}volcano",
        ])
    func nonsense(sample: String) {
        #expect(!Self.isText(sample))
    }

    @Test("a page of a few odd characters is not judged by them")
    func few() {
        #expect(Self.isText("\u{F0B7} A\n\u{F0B7} B"))
        #expect(Self.isText("xqjvkz wrtpsdf"))
    }

    private static func isText(_ sample: String) -> Bool {
        Array(sample.utf8).withUnsafeBufferPointer { Legibility.isText($0) }
    }
}
