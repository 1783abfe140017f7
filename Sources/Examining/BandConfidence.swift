package import BandUpCore

/// How far bands can be relied on: by how much several answers to the same question differ, and by what the model says.
package struct BandConfidence: Codable, Sendable, Equatable {
    package enum Level: String, Codable, Sendable, CaseIterable {
        case high, medium, low
    }

    package let level: Level
    /// Answers that the bands are the medians of.
    package let samples: Int
    /// Highest less lowest band by criterion; empty for one sample.
    package let spread: [String: Double]

    package init(level: Level, samples: Int, spread: [String: Double]) {
        self.level = level
        self.samples = samples
        self.spread = spread
    }

    /// The same, and not to be relied on.
    var lowered: BandConfidence { BandConfidence(level: .low, samples: samples, spread: spread) }

    /// What a model is asked for. Optional: an answer without it is still one.
    package static let schema = ResponseSchema.enumeration(Level.allCases.map(\.rawValue))
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
