package import BandUpCore
package import Base

/// How an evaluator asks its models, beside which one it asks first.
package struct ExaminingOptions: Sendable {
    /// Models to ask where the first one's answer can't be used, cheapest first.
    package var higherRungs: [ModelID]
    /// Answers to ask for at once, whose median counts.
    package var samples: Int

    package init(higherRungs: [ModelID] = [], samples: Int = 1) {
        self.higherRungs = higherRungs
        self.samples = samples
    }

    package static let samplesVariable = "SAMPLES"
    package static let mostSamples = 9

    /// - Parameter rungs: the whole ladder, the first model included.
    package init(_ environment: Environment, rungs: [ModelID]) throws(ConfigurationError) {
        self.init(
            higherRungs: Array(rungs.dropFirst()),
            samples: try environment.integer(Self.samplesVariable, default: 1, in: 1...Self.mostSamples))
    }
}
