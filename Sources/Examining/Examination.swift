package import BandUpCore
import Base

/// What a panel of models came to.
package struct Examination<Value: Assessment>: Sendable {
    package let assessment: Value
    package let confidence: BandConfidence
    /// The model that was asked, and its place on the ladder, from 1.
    package let model: ModelID
    package let rung: Int
    /// The model that answered.
    package let modelVersion: String
    /// Calls that were shown the whole answer; second opinions were not.
    package let markingCalls: Int
    /// Of all samples on all rungs, and of second opinions.
    package let spending: ModelSpending
}
