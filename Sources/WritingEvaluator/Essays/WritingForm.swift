import BandUpCore
import Examining

/// What a learner was asked to write. `TASK_1` is a report in the Academic test and a letter in General Training; the
/// request does not say which, its texts mostly do.
enum WritingForm: String, CaseIterable, Sendable {
    case report, letter, essay
    /// Task 1, and neither text tells.
    case reportOrLetter

    init(_ request: WritingRequest) {
        guard request.task == .task1 else {
            self = .essay
            return
        }
        // The task decides: a report in answer to "write a letter" is a letter that went wrong.
        let asked: Marks = request.taskPrompt.map(Self.marks(inTask:)) ?? (0, 0)
        let written = asked.report == asked.letter ? Self.marks(inAnswer: request.essay) : asked
        if written.report == written.letter {
            self = .reportOrLetter
        } else {
            self = written.report > written.letter ? .report : .letter
        }
    }

    private typealias Marks = (report: Int, letter: Int)

    /// A letter may be about a table, and a table about letters: what is shown or to be written weighs more than a word
    /// alone.
    private static func marks(inTask text: String) -> Marks {
        let words = TextWords.folded(text)
        let folded = " " + words.joined(separator: " ") + " "
        func count(_ phrases: [String]) -> Int { phrases.count { folded.contains(" \($0) ") } }
        let shown = zip(words, words.dropFirst()).count { things.contains($0.0) && describes.contains($0.1) }
        return (
            words.count(where: things.contains).signum() + 2 * shown
                + 2 * count(["summarise", "summarize", "main features", "make comparisons"]),
            count(["write to", "dear", "friend"])
                + 2 * count(["letter", "email", "e mail", "begin your", "write any addresses", "sir or madam"])
        )
    }

    private static let describes: Set<String> = [
        "shows", "show", "illustrates", "illustrate", "compares", "compare", "depicts", "depict", "presents",
        "describes", "demonstrates", "represents", "gives", "give", "below",
    ]

    private static let things: Set<String> = [
        "chart", "charts", "graph", "graphs", "table", "tables", "diagram", "diagrams", "map", "maps", "plan", "plans",
        "figure", "figures", "process", "data",
    ]

    /// A letter is known by its first and last lines, a report by what its first sentence says it describes.
    private static func marks(inAnswer text: String) -> Marks {
        let lines = text.split(whereSeparator: \.isNewline).map { TextWords.folded(String($0)) }.filter { !$0.isEmpty }
        let greetings: Set<String> = ["dear", "hi", "hello", "hey"]
        let isGreeting = lines.prefix(3).contains { line in
            greetings.contains(line[0]) || line.starts(with: ["to", "whom"])
        }
        let closings: Set<String> = [
            "yours", "regards", "love", "sincerely", "faithfully", "cheers", "wishes", "thanks", "hugs",
        ]
        let isClosing = lines.count > 2 && lines.suffix(2).contains { $0.count <= 4 && !closings.isDisjoint(with: $0) }
        let opening = lines.first.map { Set($0.prefix(40)) } ?? []
        let isReport = !describes.isDisjoint(with: opening) && !things.isDisjoint(with: opening)
        return (isReport ? 1 : 0, (isGreeting ? 1 : 0) + (isClosing ? 1 : 0))
    }
}
