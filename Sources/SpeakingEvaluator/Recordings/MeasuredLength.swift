import BandUpCore
import Base

/// How long a recording is by two measures that know nothing of each other: what we read of its container, and the
/// sound that the model's side was billed for.
struct MeasuredLength {
    /// Nil where the container does not give it away.
    let ours: Duration?
    /// Zero where the model's side gave no count.
    let models: Duration

    /// The fastest talkers reach 250 words a minute for a while; auctioneers 300.
    static let mostWordsPerMinute = 350.0
    /// Fewer words are no basis for a rate.
    static let leastWords = 30

    /// Whether nobody says so many words in that time.
    static func isTooShort(_ duration: Duration, for words: Int) -> Bool {
        words >= leastWords && Double(words) > mostWordsPerMinute * duration.seconds / 60
    }

    /// Nil unless the model's side measured it too.
    var longest: Duration? { models > .zero ? max(ours ?? .zero, models) : nil }

    /// Ours, unless there is none or more was said than fits into it: then our length is wrong and not the transcript,
    /// and the model's is taken where it is longer.
    func duration(of words: Int) -> Duration {
        guard let ours else { return models }
        return Self.isTooShort(ours, for: words) ? max(ours, models) : ours
    }
}
