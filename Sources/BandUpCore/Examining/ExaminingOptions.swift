/// How an evaluator asks its models, beside which one it asks first.
public struct ExaminingOptions: Sendable {
    /// Models to ask where the first one's answer can't be used, cheapest first.
    public var higherRungs: [GeminiModel]
    /// Answers to ask for at once, whose median counts.
    public var samples: Int

    public init(higherRungs: [GeminiModel] = [], samples: Int = 1) {
        self.higherRungs = higherRungs
        self.samples = samples
    }

    public static let samplesVariable = "SAMPLES"
    public static let mostSamples = 9

    /// - Parameter rungs: the whole ladder, the first model included.
    public init(_ environment: Environment, rungs: [GeminiModel]) throws(ConfigurationError) {
        self.init(
            higherRungs: Array(rungs.dropFirst()),
            samples: try environment.integer(Self.samplesVariable, default: 1, in: 1...Self.mostSamples))
    }
}
