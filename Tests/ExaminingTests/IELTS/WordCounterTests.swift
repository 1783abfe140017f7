import BandUpCore
import Base
import Testing

@testable import Examining

@Suite struct WordCounterTests {
    @Test(
        "words are counted as an examiner does",
        arguments: [
            ("", 0), (" \n\t ", 0), ("One", 1), ("It is well-known that we don't agree.", 7),
            ("black - and & white", 3),
            ("In 2019, 45% of 1,500 people", 6), ("end—start", 2), ("wait ... and see", 3), ("a\u{A0}b\u{3000}c", 3),
            ("(yes) \"no\" 'maybe'", 3), ("and/or", 1), ("\u{201C}quoted\u{201D}", 1), ("Tôi nghĩ vậy", 3),
            ("*** --- 😀", 0),
            ("…so it began", 3),
        ])
    func counts(text: String, words: Int) {
        #expect(WordCounter.count(text) == words)
    }

    @Test("tasks and parts have the names that requests use")
    func names() {
        #expect(WritingTask(rawValue: "TASK_1")?.minimumWordCount == 150)
        #expect(WritingTask(rawValue: "TASK_2")?.minimumWordCount == 250)
        #expect(SpeakingPart.allCases.map(\.rawValue) == ["PART_1", "PART_2", "PART_3"])
    }
}
