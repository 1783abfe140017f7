/// Words that look like English: what learners write of most, and the endings of the rest. For telling notes in English from
/// another language, not for judging anybody's words.
enum EnglishVocabulary {
    static func has(_ word: String) -> Bool {
        guard word.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
        if words.contains(word) || (word.hasSuffix("s") && words.contains(String(word.dropLast()))) { return true }
        return word.utf8.count >= 5 && endings.contains { word.hasSuffix($0) }
    }

    private static let endings = [
        "ing", "ings", "ed", "ness", "ful", "less", "ship", "hood", "ly", "tion", "tions", "sion", "ment", "ments",
        "ity",
        "ities", "able", "ible", "ous", "ght", "ough", "ish", "ism", "ist", "ists", "er", "ers", "est", "ies", "th",
        "ck",
        "ch", "sh", "ay", "ow", "ew",
    ]

    private static let words = Set(
        """
        people person man men woman women child children boy girl family parent friend student pupil teacher worker boss \
        doctor patient police citizen tourist user customer government school university college class lesson course exam \
        grade job work office company business market trade shop money cost price tax pay wage salary income budget fund \
        bank debt time day week month year hour century age past future today now later soon often never always life home \
        house flat room city town village street road country state nation world society public private local global \
        national international social economic political cultural natural human rural urban modern traditional old new \
        young big small large little long short high low good bad better best worse worst great main major minor key \
        important different same similar easy hard difficult fast slow cheap expensive rich poor free safe dangerous clean \
        dirty green healthy health strong weak happy sad early late advantage disadvantage benefit drawback problem \
        solution issue cause reason effect result impact example case fact idea view opinion side point part aim goal \
        increase decrease rise fall drop growth grow peak trend rate level amount number figure percent total average \
        half double chart graph table line bar pie map plan diagram process stage step data north south east west left \
        right center centre river sea lake land forest tree plant animal farm food meat fruit vegetable water air energy \
        power oil gas coal wind sun heat climate weather noise waste plastic rubbish traffic car bus train bike plane \
        travel trip tour hotel holiday sport exercise game music art film book news media internet online computer phone \
        mobile app website email letter video screen machine robot technology science research space skill language \
        english word speech reading writing crime law rule prison punishment war peace drug alcohol smoking disease \
        hospital medicine help support care need want use make take give get go come see know learn teach read write speak \
        buy sell spend save build change improve reduce solve avoid stop start keep stay leave move live less more fewer \
        yes no both first second third last next two three four five ten hundred thousand million agree disagree conclusion
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
