import BandUpCore

/// What separates the bands of IELTS Speaking, in our own words, after the public descriptors.
enum SpeakingRubric {
    static let criteria = [fluencyAndCoherence, language, pronunciation].joined(separator: "\n\n")

    /// The two criteria that a transcript is enough for.
    static let language = [lexicalResource, grammaticalRangeAndAccuracy].joined(separator: "\n\n")

    private static let fluencyAndCoherence = """
        FLUENCY AND COHERENCE (`fluency_coherence`). Tell hesitation over what to say, which costs nothing at the top, from \
        a search for words and grammar, which does. Speed is not fluency. Speech beside the question, or learned by \
        heart, is not coherent however smooth it is.
        9: fluent with only very occasional repetition or self-correction; any hesitation is about content; topics are \
        developed fully and fittingly.
        8: fluent with only very occasional repetition or self-correction; hesitation is mostly about content, now and \
        then about words; topics are developed coherently and relevantly.
        7: keeps going and produces long turns without noticeable effort; some hesitation, repetition or self-correction, \
        often in mid-sentence, without harm to coherence; discourse markers and connectives are used flexibly.
        6: keeps going and is willing to speak at length; coherence is lost at times through hesitation, repetition or \
        self-correction; a range of connectives, not always fitting.
        5: usually keeps going, but leans on repetition, self-correction or slow speech; searches in mid-sentence for \
        fairly basic words; overuses certain connectives; complex speech breaks down where simple speech flows.
        4: cannot keep going without noticeable pauses; slow, with frequent repetition and self-correction; links simple \
        sentences with the same few connectives; some breakdowns.
        """

    private static let lexicalResource = """
        LEXICAL RESOURCE (`lexical_resource`).
        9: full flexibility and precision on any topic; idiomatic language is natural and accurate throughout.
        8: a wide range, used readily and flexibly for precise meaning on all topics; less common and idiomatic items are \
        used with skill, with an occasional inaccuracy; paraphrases effectively.
        7: discusses a variety of topics flexibly; some less common and idiomatic items with awareness of style and \
        collocation, some of them misplaced; paraphrases effectively.
        6: enough vocabulary to discuss topics at length; choices may be wrong but the meaning is clear; generally \
        paraphrases with success.
        5: enough for familiar and unfamiliar topics, with limited flexibility; paraphrase is attempted, not always with \
        success.
        4: enough for familiar topics, only basic meaning on others; frequent wrong choices; rarely paraphrases.
        """

    private static let grammaticalRangeAndAccuracy = """
        GRAMMATICAL RANGE AND ACCURACY (`grammatical_range_accuracy`). Spoken grammar has fragments and restarts: these are \
        no errors.
        9: a full range, precise and accurate at all times, apart from the slips that native speakers make.
        8: a wide range used flexibly; the majority of sentences are free of errors; occasional slips follow no pattern, \
        a few basic ones may persist.
        7: a range of structures used flexibly; sentences without error are frequent; simple and complex sentences both \
        work in spite of some errors.
        6: a mix of short and complex structures with limited flexibility; errors are frequent in complex ones but rarely \
        impede.
        5: basic forms are fairly well controlled; complex structures are attempted but limited and nearly always faulty.
        4: basic forms and some short correct sentences; subordinate clauses are rare; turns are short, structures are \
        repeated and errors frequent.
        """

    private static let pronunciation = """
        PRONUNCIATION (`pronunciation`): from the sound itself, never from the words. Listen for single sounds, word stress, \
        sentence stress, chunks, rhythm and intonation. An accent is no fault; effort for the listener is. A poor \
        microphone is no fault of the speaker's: lower the confidence instead.
        9: a full range of features conveys precise and subtle meaning, sustained throughout; effortless to understand.
        8: a wide range; rhythm is kept, stress and intonation are flexible across long utterances with occasional lapses; \
        easy to understand; accent has minimal effect.
        7: everything of band 6 and some of band 8.
        6: a range of features with variable control; chunks are generally right, but rhythm may suffer from missing \
        stress or rapid speech; some effective intonation; single words or sounds are wrong and now and then unclear; \
        understood without much effort.
        5: everything of band 4 and some of band 6.
        4: some acceptable features, a limited range; frequent lapses in rhythm; words and sounds are often \
        mispronounced; understanding takes some effort, and there may be patches that can't be understood.
        """
}
