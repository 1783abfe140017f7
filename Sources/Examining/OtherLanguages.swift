import BandUpCore
/// The commonest function words of languages that are written in Latin letters, without those that English has as well.
enum OtherLanguages {
    /// The share of words that the likeliest of the languages accounts for, 0 to 1.
    static func share(of words: [String]) -> Double {
        guard !words.isEmpty else { return 0 }
        let most = languages.map { language in words.count(where: language.contains) }.max() ?? 0
        return Double(most) / Double(words.count)
    }

    private static let languages: [Set<String>] = [
        // Vietnamese, and the same typed without its marks.
        "và của là các cho không có được một những người trong khi để với này đã thì ở rằng nhiều vì như từ đến sẽ bị tôi "
            + "họ em chúng ta hoặc nếu nên rất cũng",
        "va cua la cac cho khong co duoc mot nhung nguoi trong khi de voi nay da thi rang nhieu vi nhu tu den se bi toi ho em "
            + "chung hoac neu nen rat cung",
        "el la los las de del que y en un una por con para es no se lo como más pero sus su le al o este sí porque esta entre "
            + "cuando muy sin sobre también hasta hay donde quien desde todo nos durante todos uno les ni otros",
        "le la les des de du et est une un que qui dans pour pas sur avec ne ce il elle sont au aux par plus se nous vous mais "
            + "ou où leur cette ces être ont fait comme tout aussi en je sa son",
        "der die das und ist nicht ein eine einen zu den dem mit sich auf für von des es wird auch als dass sie wir ich sind "
            + "oder aber wie wenn nur noch nach bei um aus kann haben hat werden mehr viele",
        "il la di che e un una per non sono con del della gli le si da come più anche nel alla dei questo essere hanno lo ma è",
        "de que e o do da em um para com não uma os no na por mais as dos como mas ao das à seu sua ou quando muito nos já "
            + "também só pelo pela até são é",
        "de het een en van ik dat is in niet op aan met als voor zijn er maar om dan zou wat mijn dit zo door over ze bij ook "
            + "tot je uit der daar haar naar heb hoe heeft hebben deze want nog zal geen worden",
        "yang dan di untuk dengan pada ini itu dari ke tidak adalah dalam akan juga oleh mereka bisa atau karena saya kami ada "
            + "lebih sudah dapat sangat anak orang banyak",
        "ve bir bu için ile da de çok daha olarak gibi ama olan ne kadar sonra değil her en ya ki mi o",
        "i w na z się nie do to że jest o jak ale co przez po od dla są tak jego oraz być może które",
        "och att det som en är på för med av den till inte har ett om men jag de vi kan så",
        "og er til ikke af på det at en som for med de den har et jeg om kan men vi så",
        "ang ng mga sa na ay at hindi para ito niya sila kung dahil ko mo ako siya isang upang",
        "na ya wa kwa ni katika za la kama hii watu sana lakini hiyo kuwa pia cha au hili",
        "de și în la cu pe care este nu mai din sau pentru un o că să ca sunt al",
        "a se na je že v s to z do o jako ale by jsou pro tak jsem po aby",
        "a az és hogy nem egy is ez de ha van meg csak már mint vagy",
        "ja on ei että se hän oli mutta ovat kun niin myös tai jos kuin",
        "va bu bilan uchun ham bir emas kerak edi lekin yoki juda",
    ].map { list in Set(list.split(separator: " ").map(String.init)).subtracting(english) }

    /// What English writes in the same way.
    private static let english: Set<String> = [
        "a", "as", "at", "by", "do", "no", "of", "on", "in", "is", "it", "me", "we", "he", "to", "so", "or", "and",
        "for",
        "from", "not", "be", "an", "die", "sin", "son", "come", "pour", "plus", "tout", "over", "tot", "men", "her",
        "pay",
        "how", "was", "has", "hat", "war", "all", "am", "i", "o", "e", "y", "s", "z", "w", "v", "an", "den", "per",
        "or", "ne",
        "also", "at", "em", "po", "ha", "pan", "meg", "ham", "ho", "van", "see", "this", "more", "any", "these", "with",
    ]
}
