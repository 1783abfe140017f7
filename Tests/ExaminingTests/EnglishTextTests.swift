import BandUpCore
import Testing

@testable import Examining

@Suite("Telling English from other languages") struct EnglishTextTests {
    private static let prose =
        "I agree that young children are quick to pick up the sounds of a new language, because they are not afraid of "
        + "making mistakes. However, there are not enough trained teachers in small towns, and bad lessons can do harm."

    private static func shifted(_ text: String, _ capital: UInt32, _ small: UInt32) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar {
                    case "A"..."Z": Unicode.Scalar(capital + scalar.value - 65) ?? scalar
                    case "a"..."z": Unicode.Scalar(small + scalar.value - 97) ?? scalar
                    default: scalar
                    }
                }))
    }

    @Test("English is English in full-width and in mathematical letters")
    func fancy() {
        for text in [Self.shifted(Self.prose, 0xFF21, 0xFF41), Self.shifted(Self.prose, 0x1D400, 0x1D41A)] {
            #expect(EnglishText.verdict(on: text) == .english)
        }
    }

    @Test(
        "notes without function words are English",
        arguments: [
            "Advantages: cheaper travel, less pollution, healthier citizens, quieter streets. Disadvantages: longer "
                + "journeys, crowded buses, higher taxes, angry drivers. Solution: better trains, safer cycling lanes.",
            "Online learning - flexible hours, lower fees, global teachers. Problems - weak internet, no friends, boring "
                + "lessons, poor health. Conclusion - mixed system best, government support needed, teachers trained.",
        ])
    func notes(text: String) {
        #expect(EnglishText.verdict(on: text) == .english)
    }

    @Test(
        "other languages are told by more than one kind of evidence",
        arguments: [
            "Nhiều người cho rằng trẻ em nên bắt đầu học ngoại ngữ ở trường tiểu học thay vì trung học, vì trẻ nhỏ học nhanh "
                + "hơn và không sợ mắc lỗi khi nói chuyện.",
            "Nhieu nguoi cho rang tre em nen bat dau hoc ngoai ngu o truong tieu hoc thay vi trung hoc, vi tre nho hoc nhanh "
                + "hon va khong so mac loi khi noi chuyen voi nguoi nuoc ngoai.",
            "Je pense que les enfants doivent apprendre une langue dans les petites classes, parce qu'ils ne sont pas timides "
                + "et que les sons leur viennent sans effort.",
            "Banyak orang percaya bahwa anak harus belajar bahasa asing di sekolah dasar, karena mereka tidak takut salah dan "
                + "cepat meniru suara yang baru dari guru.",
            "Penso che i bambini debbano imparare una lingua straniera nella scuola primaria, perché non hanno paura di "
                + "sbagliare e sono più veloci degli adulti.",
            "Birçok insan çocukların ilkokulda yabancı dil öğrenmeye başlaması gerektiğine inanıyor, çünkü bu yaşta hata "
                + "yapmaktan korkmuyorlar ve sesleri çok daha hızlı öğreniyorlar.",
            "许多人认为孩子应该在小学而不是中学开始学习外语，因为年幼的孩子学得更快，而且不怕犯错误。然而小城镇里没有足够受过训练的教师。",
            "Многие считают, что дети должны начинать изучать иностранный язык уже в начальной школе, потому что в этом "
                + "возрасте они не боятся ошибок.",
        ])
    func others(text: String) {
        #expect(EnglishText.verdict(on: text) == .notEnglish)
    }

    @Test(
        "where the evidence is of one kind only, the model decides",
        arguments: [
            // Nothing English, and nothing of another language either; English in letters that look like its own; two languages.
            "zorp flim kandu brel vosti quam lerd aplo mirt zend karp lumo tren dasp volt krem sprang wold fimp glar",
            prose.replacing("a", with: "а").replacing("e", with: "е").replacing("o", with: "о").replacing(
                "c", with: "с"
            )
            .replacing("p", with: "р").replacing("i", with: "і").replacing("t", with: "т").replacing("h", with: "һ")
            .replacing("n", with: "п"),
            "许多人认为孩子应该在小学而不是中学开始学习外语因为年幼的孩子学得更快而且不怕犯错误 " + prose.prefix(30),
        ])
    func undecided(text: String) {
        #expect(EnglishText.verdict(on: text) == .partly)
    }

    @Test("too little text says nothing")
    func little() {
        #expect(EnglishText.verdict(on: "Bonjour tout le monde") == .unclear)
        #expect(EnglishText.verdict(on: "") == .unclear)
    }
}
