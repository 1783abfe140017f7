import BandUpCore

/// What separates the bands of IELTS Writing, in our own words, after the public criteria.
enum WritingRubric {
    /// The text about one task's four criteria.
    static func criteria(of task: WritingTask) -> String {
        let taskCriterion = task == .task1 ? taskAchievement : taskResponse
        return [taskCriterion, coherenceAndCohesion, lexicalResource, grammaticalRangeAndAccuracy].joined(
            separator: "\n\n")
    }

    private static let taskAchievement = """
        TASK ACHIEVEMENT (`task_achievement`), Task 1. First decide what was asked: a report on visual information \
        (Academic) or a letter (General Training).
        9: everything the task asks is covered, fully and to the point; a reader could use the text in place of the task.
        8: all requirements are covered well; key features or letter purposes are picked out and illustrated, with at \
        most a small lapse.
        7: requirements are covered; a report has a clear overview of main trends, differences or stages, a letter a \
        clear purpose and a fitting, steady tone; some points could be developed further.
        6: the task is addressed; an overview is attempted and key features are chosen but with missing or inexact \
        detail; a letter's purpose is mostly clear, the tone slips at times.
        5: detail is listed mechanically without a clear overview, or numbers do not support the statements; a letter's \
        purpose is unclear in places, some bullet points are thin or missing.
        4: the attempt misses key features or misreads the task; a letter fails to explain its purpose or has the wrong \
        tone; much is irrelevant, repeated or wrong.
        """

    private static let taskResponse = """
        TASK RESPONSE (`task_achievement`), Task 2.
        9: every part of the question is explored in depth; a fully developed position answers it directly, with ideas \
        that are relevant, extended and well supported.
        8: all parts are covered sufficiently; the position is clear and well developed; ideas are relevant, extended and \
        supported, with only an occasional omission.
        7: all parts are addressed; a clear position runs through the whole answer; main ideas are extended and \
        supported but may be over-general or not sharply focused.
        6: all parts are addressed, some more than others; there is a position, though conclusions may be unclear or \
        repeated; main ideas are relevant, some not developed enough.
        5: the question is addressed only in part; a position is there but not always clear; ideas are few, limited or \
        not followed through; there may be irrelevant detail.
        4: the answer responds minimally or tangentially; the position is hard to find; ideas are repeated, unclear or \
        unsupported.
        """

    private static let coherenceAndCohesion = """
        COHERENCE AND COHESION (`coherence_cohesion`).
        9: the text is read without effort; cohesion draws no attention to itself; paragraphs are managed with skill.
        8: information and ideas follow logically; cohesive devices are well managed; paragraphs are used sufficiently \
        and well.
        7: there is clear progression; a range of cohesive devices is used, with some over- or under-use; each paragraph \
        has a clear central topic.
        6: the arrangement is coherent overall; cohesive devices work but are faulty or mechanical within or between \
        sentences; referencing is not always clear; paragraphing is not always logical.
        5: there is some organisation but no overall progression; devices are inadequate, inaccurate or overused; lack of \
        referencing makes it repetitive; paragraphs may be missing or confusing.
        4: ideas are not arranged coherently; basic linkers are few, or wrong, or repeated; paragraphing is absent or has \
        no clear topics.
        """

    private static let lexicalResource = """
        LEXICAL RESOURCE (`lexical_resource`).
        9: a wide range used with natural and sophisticated control; the rare slip is only a slip.
        8: a wide range conveys precise meanings; uncommon items are used skilfully, with occasional inaccuracy in choice \
        or collocation; few errors in spelling or word formation.
        7: enough range for some flexibility and precision; less common items with some sense of style and collocation; \
        occasional errors in choice, spelling or word formation.
        6: adequate for the task; less common vocabulary is attempted with some inaccuracy; errors in spelling or word \
        formation do not impede communication.
        5: limited, but minimally adequate; noticeable errors in spelling or word formation may cause the reader some \
        difficulty; simple words recur.
        4: only basic vocabulary, used repetitively or unsuitably; errors may strain the reader; memorised phrases stand \
        where they do not fit.
        """

    private static let grammaticalRangeAndAccuracy = """
        GRAMMATICAL RANGE AND ACCURACY (`grammatical_range_accuracy`).
        9: a wide range of structures with full flexibility and accuracy; rare minor errors are only slips.
        8: a wide range; most sentences are free of errors; errors are occasional and unsystematic.
        7: a variety of complex structures; sentences without error are frequent; good control of grammar and \
        punctuation, with a few errors that persist.
        6: a mix of simple and complex sentences; some errors in grammar and punctuation, which rarely reduce \
        communication.
        5: a limited range; complex sentences are attempted but tend to be less accurate than simple ones; frequent \
        errors, some of which cause difficulty.
        4: a very limited range, subordinate clauses are rare; some structures are right, but errors predominate and \
        punctuation is often faulty.
        """
}
