import BandUpCore

/// Finds text that speaks to the examiner's program instead of to a reader.
///
/// It changes no band: an essay about artificial intelligence may say such things. It only makes the checks after the
/// model stricter, and tells the learner.
package enum InstructionDetector {
    package static func finds(in text: String) -> Bool {
        // What can't be seen has no business in an answer; emoji need a few joiners and selectors.
        let hidden = text.unicodeScalars.count { $0.value >= 0xE0000 && $0.value <= 0xE007F }
        if hidden > 8 { return true }
        let folded = TextWords.folded(text).joined(separator: " ")
        if phrases.contains(where: folded.contains) { return true }
        let speakers = ["system:", "assistant:", "developer:", "user:", "model:"]
        let lines = text.split(whereSeparator: \.isNewline).map { $0.drop { !$0.isLetter }.prefix(10).lowercased() }
        if lines.contains(where: { line in speakers.contains { line.hasPrefix($0) } }) { return true }
        let plain = text.lowercased().filter { !$0.isWhitespace }
        return marks.contains(where: plain.contains)
    }

    private static let phrases = [
        "ignore all previous", "ignore the previous", "ignore previous", "ignore all prior", "ignore the above",
        "ignore your instructions", "ignore all instructions", "ignore any instructions", "ignore the instructions",
        "disregard the above", "disregard all", "disregard previous", "disregard your", "forget your instructions",
        "forget all previous", "forget everything above", "new instructions", "system prompt", "system message",
        "developer message", "you are no longer", "as the examiner you", "dear examiner",
        "note to the examiner", "note to examiner", "instruction to the examiner", "instructions to the examiner",
        "message to the examiner", "give this essay", "give this answer", "give me band", "give me a band", "give band",
        "award band", "award a band", "award this", "score this essay", "mark this essay", "rate this essay",
        "band 9 in all", "band 9 in every", "gets 9", "award nines", "award 9", "gives nines", "output nines",
        "band 9 for all", "band nine", "highest band",
        "maximum score", "answer only with", "output only", "respond only with", "respond with json",
        "end of essay", "the essay ends here", "jailbreak", "admin mode", "developer mode", "debug mode",
        // Vietnamese: ignore instructions, give the score, you are, the examiner, all criteria.
        "bỏ qua mọi", "bỏ qua tất cả", "bỏ qua hướng dẫn", "bỏ qua các", "hãy cho điểm", "cho tôi điểm", "cho điểm 9",
        "chấm điểm 9", "chấm bài này", "hãy chấm", "bạn là một", "bây giờ bạn là", "giám khảo", "tất cả tiêu chí",
    ]

    private static let marks = [
        "<|", "|>", "[system]", "[/inst]", "[inst]", "<system>", "</system>", "<<<", "\"band\":", "\"band\"=",
        "task_achievement", "overall_band", "coherence_cohesion", "lexical_resource", "fluency_coherence",
        "```json", "```system", "role\":\"", "###system", "###instruction",
    ]
}
