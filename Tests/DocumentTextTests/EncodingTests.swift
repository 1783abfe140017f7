import Foundation
import Testing

@testable import DocumentText

/// Texts that do not say how they are encoded.
struct EncodingTests {
    private static let english =
        "It’s the teacher’s “new” rule – don’t run. The café’s menu costs £5 or €6 … and that is all. "
        + "It is a naïve idea that the façade of the house was of no use to the people of the town."

    @Test(
        "Windows-1252 is read where it is certain",
        arguments: [
            english, "The students’ books are here.", "At 30 °C the price of 2½ kg is £5 × 3 = £15.",
            "L’élève étudie à l’école où il a été très attentif. Les forêts françaises sont protégées depuis longtemps.",
            "Die Schüler müssen größere Übungen machen. Das Mädchen läuft über die Brücke, außer am Samstag.",
            "El niño comió mañana en España. ¿Dónde está la estación? ¡Qué día más bonito para los estudiantes!",
            "CAFÉ MÜNCHEN IS OPEN. ÉCOLE is French for school, and the résumé of the señor was with the naïve.",
        ])
    func western(text: String) throws {
        #expect(try Reading.text(Data(text, in: "WINDOWS-1252")) == text)
    }

    @Test(
        "what is Windows-1252 only by chance is not read",
        arguments: [
            (english, "MACINTOSH"), ("The students’ books are in the house of the teacher.", "MACINTOSH"),
            ("The café of the town is open, and the résumé is here.", "CP850"),
            ("The half of it is ½ of the whole, and the price of that is £5.", "CP850"),
            ("Студенты изучают английский язык каждый день. Книга лежит на столе.", "WINDOWS-1251"),
            ("Студенты изучают английский язык каждый день. Книга лежит на столе.", "KOI8-R"),
            ("Uczniowie uczą się języka. Książka leży na stole, a nauczyciel pisze na tablicy. Żółw.", "WINDOWS-1250"),
            ("Öğrenciler her gün İngilizce öğreniyor. Kitap masanın üzerinde duruyor, çok güzeldi.", "WINDOWS-1254"),
            ("Οι μαθητές μαθαίνουν αγγλικά κάθε μέρα. Το βιβλίο είναι στο τραπέζι.", "WINDOWS-1253"),
        ])
    func notWestern(text: String, charset: String) throws {
        let content = try Data(text.replacing("…", with: "").replacing("€", with: ""), in: charset)
        #expect(throws: DocumentError.unknownEncoding) { try Reading.text(content) }
    }

    @Test(
        "encodings of East Asia are read",
        arguments: [
            ("城市需要公共交通。图书馆位于城市的中心，每天都有许多学生来读书。", "GBK"),
            ("Vocabulary\n\nabandon 放弃\nability 能力\nabroad 在国外\nachieve 完成，达到", "GB18030"),
            ("都市には公共交通が必要です。図書館は町の中心にあり、毎日多くの学生が本を読みに来ます。", "CP932"),
            ("Vocabulary\n\nabandon 捨てる\nability 能力\nabroad 海外で\nachieve 達成する", "SHIFT_JIS"),
            ("城市需要公共交通。圖書館位於城市的中心，每天都有許多學生來讀書。", "BIG5"),
            ("도시에는 대중교통이 필요합니다. 도서관은 도시의 중심에 있으며 매일 책을 읽으러 옵니다.", "UHC"),
        ])
    func eastAsian(text: String, charset: String) throws {
        #expect(try Reading.text(Data(text, in: charset)) == text)
    }

    @Test("a character cut off by the end costs itself only")
    func cutOff() throws {
        let content = try Data("城市需要公共交通。图书馆位于城市的中心，每天都有许多学生来读书", in: "GBK")
        #expect(try Reading.text(content.dropLast()) == "城市需要公共交通。图书馆位于城市的中心，每天都有许多学生来读")
    }

    @Test(
        "other encodings of East Asia are not taken for these",
        arguments: [("EUC-JP"), ("ISO-2022-JP")])
    func otherJapanese(charset: String) throws {
        let content = try Data("都市には公共交通が必要です。図書館は町の中心にあり、毎日学生が来ます。", in: charset)
        #expect(throws: DocumentError.unknownEncoding) { try Reading.text(content) }
    }

    @Test(
        "UTF-16 without a mark is read in either order of bytes", arguments: ["UTF-16LE", "UTF-16BE"],
        [
            "In 1249 the furnace financed the journal.\nIn 1256 it did not.",
            "城市需要公共交通。图书馆位于城市的中心，每天都有一些学生来读书。\n学习需要耐心。", "Tiếng Việt là ngôn ngữ của người Việt.",
        ])
    func wide(charset: String, text: String) throws {
        let lines = text.split(separator: "\n").map(String.init)
        #expect(try Reading.text(Data(text, in: charset)).split(separator: "\n").map(String.init) == lines)
    }

    @Test(
        "an end of file of CP/M, or zeros, behind a text are not part of it",
        arguments: [[0x1A], [0x1A, 0x1A], [0, 0]])
    func closingMark(end: [UInt8]) throws {
        #expect(try Reading.text(Data("A short text.\r\n".utf8) + Data(end)) == "A short text.")
    }

    @Test("a text with a byte here and there that is no UTF-8 is read")
    func damage() throws {
        let text = Data(String(repeating: "Tiếng Việt là ngôn ngữ. ", count: 10).utf8)
        #expect(try Reading.text(text + Data([0xC3]) + text).contains("\u{FFFD}Tiếng"))
    }
}
