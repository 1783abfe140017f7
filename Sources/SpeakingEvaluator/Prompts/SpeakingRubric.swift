/// What separates the bands of IELTS Speaking, in our own words, after the public criteria.
enum SpeakingRubric {
    static let criteria = """
        FLUENCY AND COHERENCE (`fluency_coherence`).
        9: speech flows with only rare repetition or self-correction; hesitation is about ideas, not about words; topics \
        are developed fully.
        8: fluent, with occasional repetition or self-correction; mostly content-related hesitation; topics developed \
        coherently.
        7: speaks at length without noticeable effort; some language-related hesitation or self-correction; connectives \
        and discourse markers used with some flexibility.
        6: willing to speak at length, but loses coherence at times through repetition, self-correction or hesitation; a \
        range of connectives, not always fitting.
        5: usually keeps going, but with repetition, self-correction or slow speech; overuses certain connectives; simple \
        speech is fluent, complex speech breaks down.
        4: cannot respond without noticeable pauses; slow, with frequent repetition; links only basic sentences.

        LEXICAL RESOURCE (`lexical_resource`).
        9: full flexibility and precision on any topic; idiomatic language is natural and accurate.
        8: a wide range, used readily and flexibly for precise meaning; less common and idiomatic items with occasional \
        inaccuracy; paraphrases effectively.
        7: discusses a variety of topics flexibly; some less common and idiomatic items with awareness of style, some \
        wrong choices; paraphrases effectively.
        6: enough vocabulary to discuss topics at length and make meaning clear in spite of wrong choices; generally \
        paraphrases with success.
        5: talks about familiar and unfamiliar topics with limited flexibility; paraphrase is attempted with mixed \
        success.
        4: can talk about familiar topics but conveys only basic meaning on others; frequent wrong choices; rarely \
        paraphrases.

        GRAMMATICAL RANGE AND ACCURACY (`grammatical_range_accuracy`).
        9: a full range used naturally; consistently accurate apart from slips a native speaker makes.
        8: a wide range used flexibly; most sentences free of error, with occasional unsystematic slips.
        7: a range of complex structures with some flexibility; frequent error-free sentences, though some mistakes \
        persist.
        6: a mix of simple and complex structures with limited flexibility; frequent mistakes in complex ones, rarely a \
        problem for understanding.
        5: basic forms with reasonable accuracy; a limited range of complex structures, usually with errors.
        4: basic forms and some correct simple sentences; subordinate structures are rare; errors are frequent.

        PRONUNCIATION (`pronunciation`): from the sound itself, never from the words. An accent is no fault; effort for \
        the listener is.
        9: a full range of features with precision and subtlety, sustained throughout; effortless to understand.
        8: a wide range of features, sustained with occasional lapses; easy to understand; accent has minimal effect.
        7: all that band 6 shows and some of what band 8 shows.
        6: a range of features with mixed control; some effective use of stress and intonation, not sustained; \
        mispronunciation of words or sounds reduces clarity at times.
        5: all that band 4 shows and some of what band 6 shows.
        4: a limited range of features; lapses are frequent; mispronunciations cause the listener some difficulty.
        """
}
