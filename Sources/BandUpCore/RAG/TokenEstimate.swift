/// How many tokens a text takes in a prompt, at most and about: tokenizers differ and are not public.
///
/// English takes a token for four characters or more; outside ASCII a character is counted as a token, which is what
/// Chinese takes and more than Vietnamese does.
enum TokenEstimate {
    static func tokens(in text: String) -> Int {
        var ascii = 0
        var others = 0
        for byte in text.utf8 {
            if byte < 0x80 { ascii += 1 } else if byte >= 0xC0 { others += 1 }
        }
        return (ascii + 3) / 4 + others
    }
}
