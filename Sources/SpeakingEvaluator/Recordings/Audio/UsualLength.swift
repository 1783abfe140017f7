import BandUpCore
import Base
import Examining

/// How long the parts of the Speaking test last (FACTS.md section 8), and what is said of a recording that differs.
///
/// Four to five minutes of Part 1 and Part 3 hold the examiner's questions too. A single answer is shorter; where the
/// questions are known, each is given a third of a minute at least.
enum UsualLength {
    /// Seconds.
    static func range(of part: SpeakingPart, questions: Int) -> ClosedRange<Double> {
        switch part {
        // A long turn of one to two minutes; with the minute of preparation and rounding-off questions up to four.
        case .part2: 60...240
        case .part1, .part3:
            if questions > 0 { min(240, 20 * Double(questions))...300 } else { 60...300 }
        }
    }

    static func warning(for duration: Duration, part: SpeakingPart, questions: Int) -> EvaluationWarning? {
        let range = range(of: part, questions: questions)
        let name = "Part \(part == .part1 ? 1 : part == .part2 ? 2 : 3)"
        let usual = part == .part2 ? "a long turn of one to two minutes" : "four to five minutes in all"
        if duration.seconds < range.lowerBound {
            return EvaluationWarning(
                .shortRecording,
                "The recording lasts \(clock(duration)), which is short for \(name) (\(usual)). The less there is to "
                    + "hear, the less certain the bands are.")
        }
        if duration.seconds > range.upperBound {
            return EvaluationWarning(
                .longRecording,
                "The recording lasts \(clock(duration)), which is long for \(name) (\(usual)). In the test the examiner "
                    + "would have ended it.")
        }
        return nil
    }

    /// Minutes and seconds: `1:05`.
    private static func clock(_ duration: Duration) -> String {
        let seconds = Int(duration.seconds.rounded())
        return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    }
}
