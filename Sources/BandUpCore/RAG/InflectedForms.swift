/// Finds the word that an English plural, past form or present participle belongs to.
///
/// Endings alone mislead ("news", "species", "evening"), so a form belongs to another word only where the document has
/// that word too: the rules propose, the document decides.
enum InflectedForms {
    /// Spellings of the base that `word`, in ASCII lower case, may be a form of, the likeliest first.
    static func bases(of word: String) -> [String] {
        plural(word) + verb(word)
    }

    private static func plural(_ word: String) -> [String] {
        guard word.count >= 4, word.hasSuffix("s"), !word.hasSuffix("ss"), !word.hasSuffix("us"), !word.hasSuffix("is")
        else { return [] }
        let singular = String(word.dropLast())
        if word.hasSuffix("ies"), word.count >= 5 { return [String(word.dropLast(3)) + "y", singular] }
        guard word.hasSuffix("es"), word.count >= 5 else { return [singular] }
        let stem = String(word.dropLast(2))
        let endings = ["ch", "sh", "ss", "x", "z", "o"]
        return endings.contains(where: stem.hasSuffix) ? [stem, singular] : [singular, stem]
    }

    /// "used", "planned", "carried", "making"; the stem has at least four letters, "carry" and "plan" aside.
    private static func verb(_ word: String) -> [String] {
        let stem: String
        if word.hasSuffix("ied"), word.count >= 6 { return [String(word.dropLast(3)) + "y"] }
        if word.hasSuffix("ing") {
            stem = String(word.dropLast(3))
        } else if word.hasSuffix("ed") {
            stem = String(word.dropLast(2))
        } else {
            return []
        }
        guard stem.count >= 4 else { return stem.count == 3 ? [stem + "e"] : [] }
        var bases = [stem, stem + "e"]
        let ends = stem.suffix(2)
        if let last = ends.last, ends.first == last { bases.append(String(stem.dropLast())) }
        return bases
    }
}
