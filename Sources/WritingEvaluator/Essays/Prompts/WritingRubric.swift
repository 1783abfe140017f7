import BandUpCore

/// What separates the bands of IELTS Writing, in our own words, after the public descriptors of May 2023.
enum WritingRubric {
    /// The text about the four criteria of what was asked for.
    static func criteria(of form: WritingForm) -> String {
        let first =
            switch form {
            case .essay: taskResponse
            case .report: taskIntroduction + reportAchievement
            case .letter: taskIntroduction + letterAchievement
            case .reportOrLetter:
                taskIntroduction + """
                    The task is either a report on visual information (Academic) or a letter (General Training). Decide \
                    which from the question and the answer, then use that description alone.

                    """ + reportAchievement + "\n\n" + letterAchievement
            }
        let coherence = coherenceAndCohesion + "\n" + (form == .essay ? essayParagraphs : shortParagraphs)
        return [first, coherence, language].joined(separator: "\n\n")
    }

    /// The two criteria that can be judged on any part of an answer.
    static let language = [lexicalResource, grammaticalRangeAndAccuracy].joined(separator: "\n\n")

    private static let taskIntroduction = "TASK ACHIEVEMENT (`task_achievement`), Task 1.\n"

    private static let reportAchievement = """
        A report describes what is shown: it selects, compares and sums up. Opinions, guesses at causes and figures that \
        are not in the task earn nothing; wrong figures cost. If the visual itself is not given, judge the figures only by \
        whether they fit together.
        9: everything asked is done, fully and fittingly; lapses in content are extremely rare.
        8: key features are well chosen, clearly presented and illustrated with the figures that matter; at most an \
        occasional omission.
        7: a clear overview names the main trends, differences or stages; information is sorted sensibly and is accurate; \
        key features stand out but could be illustrated more fully.
        6: an overview that fits is attempted; key features are there with enough figures to carry them; some detail is \
        missing, too much, or inexact.
        5: the account is mostly mechanical, item after item; key features are not covered well enough, figures may be \
        missing, and there is detail without the bigger picture. Without any overview, 5 is as a rule the highest band.
        4: few key features are picked; what is given may be irrelevant, repeated or wrong; the form may not be a report.
        """

    private static let letterAchievement = """
        A letter has a purpose, a reader and three bullet points to cover. Judge whether the reader would know what is \
        wanted and find the tone right (formal to strangers, warm to friends, steady from greeting to close). Address lines \
        are not expected.
        9: everything asked is done, fully and fittingly; lapses in content or tone are extremely rare.
        8: all bullet points are clearly presented and extended with fitting detail; tone and purpose are right throughout.
        7: the purpose is clear and the tone steady, with hardly a lapse; all bullet points are covered but could be \
        extended more.
        6: the purpose is generally clear, the tone slips in places; all bullet points are covered adequately, some with \
        thin, excess or inexact detail.
        5: all bullet points are touched but one or more not adequately; the purpose is unclear at times; the tone varies \
        and is sometimes wrong for the reader.
        4: a bullet point is missing or the purpose is confused; the tone or form may be wrong; what is there may be \
        irrelevant or repeated.
        """

    private static let taskResponse = """
        TASK RESPONSE (`task_achievement`), Task 2. First name to yourself every part of the question, and what kind of \
        answer it wants (a view and how far, both views and your own, causes and solutions, advantages against \
        disadvantages); then see what became of each part.
        9: the question is explored in depth; a fully developed position answers it directly; ideas are relevant, fully \
        extended and well supported, lapses extremely rare.
        8: the question is answered sufficiently; the position is clear and well developed; ideas are relevant, extended \
        and supported, with an occasional omission.
        7: the main parts are answered; a clear position is developed throughout; main ideas are extended and supported, \
        but may generalise too much or lack focus and precision.
        6: the main parts are addressed, some more fully than others; the position bears on the question, though \
        conclusions may be unclear, unjustified or repetitive; some ideas are not developed enough or not clear.
        5: the main parts are answered incompletely; a position is expressed, its development not always clear; ideas are \
        few and not developed enough, with irrelevant detail or repetition.
        4: the question is dealt with minimally or beside the point; the reader has to look for a position; ideas are hard \
        to make out and lack support; much is repeated.
        A question of which one part is left out is 5 or 6 at most; a text on another subject is 2 or 3, however good its \
        English.
        """

    private static let coherenceAndCohesion = """
        COHERENCE AND COHESION (`coherence_cohesion`). Judge whether the ideas follow from each other and the sentences hang \
        together, not how many linking words there are: "Firstly, Moreover, In conclusion" before unconnected sentences \
        is mechanical.
        9: the message is followed without effort; cohesion is so natural that it hardly ever draws attention.
        8: the message is followed with ease; ideas are in logical order and cohesion is well managed, with an occasional \
        lapse.
        7: ideas are logically organised with clear progression and only small lapses; a range of cohesive devices, \
        pronouns and substitution included, is used flexibly, with some inaccuracy, over- or under-use.
        6: generally coherent, with clear overall progression; devices have some good effect, but cohesion within or \
        between sentences may be faulty or mechanical; references may be unclear or repetitive.
        5: there is organisation, but it is not wholly logical and progression may be lacking; sentences can be followed \
        but are not fluently linked; devices are few, overused or inaccurate; repetition for want of references.
        4: ideas are not arranged coherently and lead nowhere; relationships are unclear; basic linkers, if any, are \
        inaccurate or repeated.
        """

    private static let essayParagraphs = """
        Paragraphs: skilful at 9; sufficient and fitting at 8; generally effective, each with its topic, at 7; not always \
        logical at 6; inadequate or missing at 5; none, or without a clear topic, at 4.
        """

    private static let shortParagraphs = """
        Paragraphs: a short text needs few, but an overview, each group of features, or each purpose of a letter should be \
        found as one; fitting at 8, generally effective at 7, not always logical at 6.
        """

    private static let lexicalResource = """
        LEXICAL RESOURCE (`lexical_resource`). Words of the question itself earn nothing. Rare words used wrongly, and \
        impressive phrases learned by heart, are weaknesses.
        9: full flexibility and precision; a wide range with natural, sophisticated control; slips in spelling or word \
        formation are extremely rare.
        8: a wide resource conveys precise meanings fluently; uncommon and idiomatic items are used with skill, with an \
        occasional inaccuracy in choice or collocation; slips have minimal effect.
        7: enough range for some flexibility and precision; some less common items, with a sense of style and collocation, \
        though not always fitting; few errors in spelling or word formation.
        6: generally adequate; the meaning is clear in spite of a rather restricted range or lack of precision; whoever \
        takes risks makes more mistakes; errors in spelling or word formation don't impede.
        5: limited but just adequate; simple words are right, but there is little variation; frequent lapses in choice, \
        simplification and repetition; errors may cause the reader some difficulty.
        4: limited and inadequate, or unrelated to the task; basic words, repeated; memorised chunks or the question's own \
        wording used where they don't fit; errors may impede the meaning.
        """

    private static let grammaticalRangeAndAccuracy = """
        GRAMMATICAL RANGE AND ACCURACY (`grammatical_range_accuracy`). Range and accuracy both count: simple sentences \
        without an error are no more than 5 or 6. Estimate the share of sentences without any error.
        9: a wide range with full flexibility and control; grammar and punctuation are right throughout, slips extremely \
        rare.
        8: a wide range used flexibly; the majority of sentences are free of errors and punctuation is well managed; \
        errors are occasional and follow no pattern.
        7: a variety of complex structures with some flexibility; sentences without error are frequent; a few errors \
        persist without impeding.
        6: a mix of simple and complex sentences with limited flexibility; complex ones are less accurate; errors occur \
        but rarely impede.
        5: a limited, rather repetitive range; complex sentences are attempted but tend to fail, simple ones are best; \
        errors may be frequent and cause some difficulty; punctuation may be faulty.
        4: a very limited range; subordinate clauses are rare; some structures are right, but errors are frequent and may \
        impede; punctuation is often faulty.
        """
}
