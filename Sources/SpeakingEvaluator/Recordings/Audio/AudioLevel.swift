import BandUpCore
import Examining

/// How loud a recording is, in steps of 20 ms: enough to tell silence and steady noise from what may be speech.
///
/// Speech rises and falls: between syllables, words and breaths the level drops by 20 dB and more, in a loud room by
/// 10. A hum, hiss or tone hardly moves. How long it rises counts, not in how much of the recording: an answer of seven
/// seconds may stand in three minutes of nothing. Nor does how loud it is: clear speech of -60 dB is understood. Only
/// what is certain is decided here; everything else is the model's to hear.
struct AudioLevel: Sendable, Equatable {
    enum Verdict: Sendable, Equatable {
        case silence, steadyNoise, mayBeSpeech
    }

    /// The level that 95 of 100 steps with sound stay under, in dB below full scale, so that clicks don't count.
    let loud: Double
    /// The level that 10 of 100 steps with sound stay under.
    let quiet: Double
    /// How much of the sound is at least 10 dB above `quiet` and louder than a whisper.
    let activeShare: Double

    /// Seconds of steps with sound.
    private let soundSeconds: Double
    /// Seconds that stand out of the rest by 6 and by 10 dB.
    private let risingSeconds: Double
    private let clearSeconds: Double
    private let activeSeconds: Double

    /// The last bit of 16 makes -90 dB: below this mark there is nothing but the numbers' own noise, or zeros that a
    /// gate or a muted microphone wrote.
    static let soundLevel = -85.0
    /// A whisper close to a phone's microphone is near -45 dB; converters alone make noise below -70.
    static let quietLevel = -55.0
    /// White noise in steps of 20 ms keeps within 1.5 dB between `quiet` and `loud`.
    static let steadyRange = 2.5
    /// A short word. Less is a click.
    static let leastSpeech = 0.3
    /// Less is no basis for turning a learner away without having listened.
    static let leastDuration = 3.0

    var verdict: Verdict {
        if soundSeconds == 0 { return .silence }
        guard seconds >= Self.leastDuration else { return .mayBeSpeech }
        if soundSeconds < Self.leastSpeech { return .silence }
        if loud < Self.quietLevel { return clearSeconds < Self.leastSpeech ? .silence : .mayBeSpeech }
        guard soundSeconds >= Self.leastDuration, loud - quiet < Self.steadyRange else { return .mayBeSpeech }
        return risingSeconds < Self.leastSpeech ? .steadyNoise : .mayBeSpeech
    }

    private let seconds: Double

    /// Whether there is enough going on that an empty transcript must be the model's fault.
    var isEvidentlySpeech: Bool {
        verdict == .mayBeSpeech && loud > -35 && loud - quiet > 15 && activeShare > 0.2
            && activeSeconds >= Self.leastDuration / 2
    }

    init(_ file: FileHeadReader, _ samples: PCMSamples) {
        var histogram = LevelHistogram()
        let width = samples.bytesPerSample
        // A recording shorter than a step is one.
        let stepBytes = min(max(1, samples.rate / 50) * width, max(width, samples.bytes.count / width * width))
        let stepsARead = max(1, 65_536 / stepBytes)
        var position = samples.bytes.lowerBound
        while position + stepBytes <= samples.bytes.upperBound {
            let wanted = min(stepsARead * stepBytes, samples.bytes.upperBound - position)
            let bytes = file.read(count: wanted, at: position)
            guard bytes.count >= stepBytes else { break }
            bytes.withUnsafeBufferPointer { buffer in
                for start in stride(from: 0, through: buffer.count - stepBytes, by: stepBytes) {
                    histogram.add(power: samples.power(in: buffer, from: start, byteCount: stepBytes))
                }
            }
            position += bytes.count / stepBytes * stepBytes
        }
        func seconds(of steps: Int) -> Double { Double(steps) / 50 }
        let sound = histogram.count(above: Self.soundLevel)
        let quiet = histogram.level(under: 0.10, ofLoudest: sound)
        self.quiet = quiet
        loud = histogram.level(under: 0.95, ofLoudest: sound)
        self.seconds = seconds(of: histogram.total)
        soundSeconds = seconds(of: sound)
        risingSeconds = seconds(of: histogram.count(above: quiet + 6))
        clearSeconds = seconds(of: histogram.count(above: max(quiet + 10, Self.soundLevel)))
        let active = histogram.count(above: max(quiet + 10, -45))
        activeSeconds = seconds(of: active)
        activeShare = sound > 0 ? Double(active) / Double(sound) : 0
    }
}

/// Counts of steps by level, in halves of a dB from 0 down to -120.
private struct LevelHistogram {
    private var counts = [Int](repeating: 0, count: 241)
    private(set) var total = 0

    mutating func add(power: Float) {
        counts[Self.bin(power)] += 1
        total += 1
    }

    func count(above level: Double) -> Int {
        counts.enumerated().reduce(0) { -Double($1.offset) / 2 > level ? $0 + $1.element : $0 }
    }

    /// The level that a share of the `count` loudest steps stays under; -120 where there are none.
    func level(under share: Double, ofLoudest count: Int) -> Double {
        var left = Int(Double(count) * (1 - share))
        for (index, steps) in counts.enumerated() {
            left -= steps
            if left < 0 { return count > 0 ? -Double(index) / 2 : -120 }
        }
        return -120
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
}
