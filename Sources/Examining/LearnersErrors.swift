import BandUpCore

/// Forms that no variety of standard English has and that learners write often. Far from all errors: enough of these
/// alone rule the best marks out.
enum LearnersErrors {
    static func count(in text: String) -> Int {
        let words = TextWords.folded(text)
        return words.count(where: forms.contains)
            + zip(words, words.dropFirst()).count { pairs.contains("\($0) \($1)") }
    }

    private static let forms = Set(
        """
        childrens mens womens peoples' informations advices equipments homeworks knowledges furnitures luggages \
        sceneries themself theirselves hisself thiers becouse becuase goverment enviroment wich teached catched goed \
        buyed costed runned choosed thinked eated gived growed
        """.split(separator: " ").map(String.init))

    /// Agreement, double comparison, doubled tenses and missing forms of `be`.
    private static let pairs: Set<String> = [
        "peoples is", "peoples says", "peoples think", "many peoples", "another peoples", "some peoples",
        "people says", "people thinks", "people believes", "people wants", "everybody are", "everyone are",
        "everybody have", "everyone have", "everybody say", "nobody are", "somebody are", "he don't", "she don't",
        "it don't", "he are", "she are", "they is", "they was", "they has", "they does", "we is", "we was", "we has",
        "you is", "you was", "i is", "i has", "am agree", "are agree", "is agree", "am disagree", "must to",
        "should to", "can able", "more better", "more easier", "more cheaper", "more faster", "more safer",
        "more stronger", "more bigger", "more happier", "most easiest", "most biggest", "most best", "didn't went",
        "didn't had", "didn't got", "didn't came", "doesn't has", "don't has", "is depend", "are depend",
        "many advantage", "many disadvantage", "many reason", "many problem", "many thing", "many way", "many car",
        "much times", "much people", "much cars", "much problems", "an university", "a information", "an information",
        "an advice", "a advice", "discuss about",
    ]
}
