import BandUpCore
import Base

/// What the index of an MP4 says of one track.
struct ISOTrack {
    /// 0 where the index does not say.
    var number: UInt64 = 0
    var isAudio = false
    /// Ticks a second; 0 where it is not known.
    var scale = 0.0
    var statedTicks = 0.0
    /// Of the samples in the index, added up.
    var sampleTicks = 0.0

    /// How long it lasts with its fragments, 0 where nothing tells; nil without a scale.
    ///
    /// A header may state the length of the first part, or of a film that is not all here. So fragments count where
    /// there are no samples but theirs, and else the larger of both.
    func seconds(with fragments: ISOFragments?) -> Double? {
        guard scale > 0 else { return nil }
        guard let fragments else { return max(statedTicks, sampleTicks) / scale }
        let added = sampleTicks + fragments.ticks
        // Samples in the index begin at 0, where fragments need not.
        let reach = fragments.end - (sampleTicks > 0 ? 0 : fragments.start)
        let longest = AudioFile.longestDuration.seconds * scale
        let walked = reach <= longest ? max(reach, added) : added
        return (sampleTicks > 0 ? max(walked, statedTicks) : walked > 0 ? walked : statedTicks) / scale
    }
}

/// The fragments of one track.
struct ISOFragments {
    /// Of all samples, added up.
    private(set) var ticks = 0.0
    private(set) var start = Double.infinity
    private(set) var end = 0.0

    /// - Parameter start: nil where the fragment does not say; then it follows the one before.
    mutating func add(from start: Double?, ticks: Double) {
        let begin = start ?? max(end, 0)
        self.start = min(self.start, begin)
        end = max(end, begin + ticks)
        self.ticks += ticks
    }
}
