/// Every metric that the functions write, by its name in CloudWatch. The dashboard in template.yaml shows these; the list
/// in Tests/BandUpCoreTests/Golden/Metrics/metrics.json is compared with both.
public enum Metric: String, Sendable, CaseIterable {
    case coldStart = "ColdStart"
    case initDuration = "InitDuration"
    case jobDuration = "JobDuration"
    case jobsCompleted = "JobsCompleted"
    case jobsFailed = "JobsFailed"
    case jobsReleased = "JobsReleased"
    case duplicatesAvoided = "DuplicatesAvoided"
    case retries = "Retries"
    case pages = "Pages"
    case chunks = "Chunks"
    case embeddingCalls = "EmbeddingCalls"
    case cardsDropped = "CardsDropped"
    case confinementMissing = "ConfinementMissing"
    case stepDuration = "StepDuration"
    case modelCalls = "ModelCalls"
    case modelLatency = "ModelLatency"
    case inputTokens = "InputTokens"
    case outputTokens = "OutputTokens"
    case modelCost = "ModelCost"

    /// CloudWatch's names of units.
    public enum Unit: String, Sendable {
        case count = "Count"
        case milliseconds = "Milliseconds"
        /// Dollars are none of CloudWatch's units.
        case none = "None"
    }

    /// What a metric is told apart by besides the function. Each value makes a metric of its own, which is paid for each
    /// month: so there are few, and what has many values (a request's id, a job's) is a property, never a dimension.
    public enum Dimension: String, Sendable {
        case step = "Step"
        case model = "Model"
    }

    public var unit: Unit {
        switch self {
        case .initDuration, .jobDuration, .stepDuration, .modelLatency: .milliseconds
        case .modelCost: .none
        default: .count
        }
    }

    /// Nil for a metric of the function as a whole.
    public var dimension: Dimension? {
        switch self {
        case .stepDuration: .step
        case .modelCalls, .modelLatency, .inputTokens, .outputTokens, .modelCost: .model
        default: nil
        }
    }
}
