/// A metric by its name in CloudWatch. Constants stand where they are counted: an executable has its own beside its work.
///
/// The list in Tests/Golden/metrics.json is compared with the constants of all modules, and the dashboard with the list.
package struct Metric: Sendable, Hashable {
    package let name: String
    package let unit: Unit
    /// Nil for a metric of the function as a whole.
    package let dimension: Dimension?

    package init(_ name: StaticString, _ unit: Unit = .count, by dimension: Dimension? = nil) {
        self.name = "\(name)"
        self.unit = unit
        self.dimension = dimension
    }

    /// CloudWatch's names of units.
    package enum Unit: String, Sendable {
        case count = "Count"
        case milliseconds = "Milliseconds"
        /// Dollars are none of CloudWatch's units.
        case none = "None"
    }

    /// What a metric is told apart by besides the function. Each value makes a metric of its own, which is paid for each
    /// month: so there are few, and what has many values (a request's id, a job's) is a property, never a dimension.
    package enum Dimension: String, Sendable, CaseIterable {
        case step = "Step"
        case model = "Model"
    }
}

extension Metric {
    /// Calls repeated after a failure that might pass.
    package static let retries = Metric("Retries")
    package static let stepDuration = Metric("StepDuration", .milliseconds, by: .step)
}
