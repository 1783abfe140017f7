/// How far bands can be relied on: by how much several answers to the same question differ, and by what the model says.
public struct BandConfidence: Codable, Sendable, Equatable {
    public enum Level: String, Codable, Sendable, CaseIterable {
        case high, medium, low
    }

    public let level: Level
    /// Answers that the bands are the medians of.
    public let samples: Int
    /// Highest less lowest band by criterion; empty for one sample.
    public let spread: [String: Double]

    public init(level: Level, samples: Int, spread: [String: Double]) {
        self.level = level
        self.samples = samples
        self.spread = spread
    }

    /// The same, and not to be relied on.
    var lowered: BandConfidence { BandConfidence(level: .low, samples: samples, spread: spread) }

    /// What a model is asked for. Optional: an answer without it is still one.
    public static let schema = ResponseSchema.enumeration(Level.allCases.map(\.rawValue))
        .described("how sure you are that a second examiner would give the same bands to within half a band")

    /// Two examiners differ by half a band often, by one sometimes; beyond that one of them is wrong.
    init(samples: Int, spread: [String: Double], own: [Level?]) {
        let widest = spread.values.max() ?? 0
        let level: Level
        if own.contains(.low) || widest > 1 {
            level = .low
        } else if own.contains(.medium) || widest > 0.5 {
            level = .medium
        } else {
            level = .high
        }
        self.init(level: level, samples: samples, spread: spread)
    }
}
