import BandUpCore
import Examining

/// How loud a recording is, in steps of 20 ms: enough to tell silence and steady noise from what may be speech.
///
/// Speech rises and falls: between syllables, words and breaths the level drops by 20 dB and more, in a loud room by 10.
/// A hum, hiss or tone hardly moves. Only what is certain is decided here; everything else is the model's to hear.
struct AudioLevel: Sendable, Equatable {
    enum Verdict: Sendable, Equatable {
        case silence, steadyNoise, mayBeSpeech
    }

    /// The level that 95 of 100 steps stay under, in dB below full scale, so that clicks don't count.
    let loud: Double
    /// The level that 10 of 100 steps stay under.
    let quiet: Double
    /// How much of the recording is at least 10 dB above `quiet` and louder than a whisper.
    let activeShare: Double

    /// A whisper close to a phone's microphone is near -45 dB; converters alone make noise below -70.
    static let silenceLevel = -55.0
    /// White noise in steps of 20 ms keeps within 1.5 dB between these two marks.
    static let steadyRange = 2.5

    /// Less is no basis for turning a learner away without having listened.
    static let leastDuration = 3.0
    private let seconds: Double

    var verdict: Verdict {
        guard seconds >= Self.leastDuration else { return .mayBeSpeech }
        if loud < Self.silenceLevel { return .silence }
        return loud - quiet < Self.steadyRange ? .steadyNoise : .mayBeSpeech
    }

    /// Whether there is enough going on that an empty transcript must be the model's fault.
    var isEvidentlySpeech: Bool {
        verdict == .mayBeSpeech && loud > -35 && loud - quiet > 15 && activeShare > 0.2
    }

    /// Nil for less than a quarter of a second.
    init?(_ file: FileHeadReader, _ samples: PCMSamples) {
        let width = samples.bytesPerSample
        let stepBytes = max(1, samples.rate / 50) * width
        guard samples.bytes.count >= stepBytes * 12 else { return nil }
        // Counts of steps by level, in halves of a dB from 0 down to -120.
        var histogram = [Int](repeating: 0, count: 241)
        var position = samples.bytes.lowerBound
        let stepsARead = max(1, 65_536 / stepBytes)
        while position + stepBytes <= samples.bytes.upperBound {
            let wanted = min(stepsARead * stepBytes, samples.bytes.upperBound - position)
            let bytes = file.read(count: wanted, at: position)
            guard bytes.count >= stepBytes else { break }
            bytes.withUnsafeBufferPointer { buffer in
                for step in 0..<(buffer.count / stepBytes) {
                    var sum: Float = 0
                    var squares: Float = 0
                    let start = step * stepBytes
                    var index = start
                    while index < start + stepBytes {
                        let value = samples.value(in: buffer, at: index)
                        sum += value
                        squares += value * value
                        index += width
                    }
                    let count = Float(stepBytes / width)
                    // Without the mean, as a constant offset is no sound.
                    let power = max(0, squares / count - (sum / count) * (sum / count))
                    histogram[Self.bin(power)] += 1
                }
            }
            position += bytes.count / stepBytes * stepBytes
        }
        let total = histogram.reduce(0, +)
        guard total > 0 else { return nil }
        seconds = Double(total) / 50
        let quiet = Self.level(in: histogram, under: 0.10, of: total)
        loud = Self.level(in: histogram, under: 0.95, of: total)
        self.quiet = quiet
        let active = histogram.enumerated().reduce(0) { count, bin in
            let level = -Double(bin.offset) / 2
            return level > max(quiet + 10, -45) ? count + bin.element : count
        }
        activeShare = Double(active) / Double(total)
    }

    /// 10 log10 of the power, in half decibels below full scale.
    private static func bin(_ power: Float) -> Int {
        guard power > 1e-12 else { return 240 }
        let exponent = Float(power.exponent)
        // log2 of the significand in 1..<2, good to 0.01: a quadratic through its ends and middle.
        let part = power.significand - 1
        let log2 = exponent + part * (1.34 - 0.34 * part)
        let decibels = Double(log2) * 3.0103
        return min(240, max(0, Int((-decibels * 2).rounded())))
    }

    private static func level(in histogram: [Int], under share: Double, of total: Int) -> Double {
        var left = Int(Double(total) * (1 - share))
        for (index, count) in histogram.enumerated() {
            left -= count
            if left < 0 { return -Double(index) / 2 }
        }
        return -120
    }
}
