/// Whether marks can be taken as they are.
package enum MarkDoubt: Sendable {
    case none
    /// Only if a second opinion does not contradict them.
    case unconfirmed(SecondOpinion)
    /// What can be counted in the answer rules them out.
    case unbelievable
}

extension Assessment {
    /// Near-perfect by every criterion: a handful of answers in a hundred.
    package var isNearPerfect: Bool { bands.allSatisfy { $0.halves >= 17 } }

    /// Good by every criterion: believed of an ordinary answer, not of one that speaks to its examiner.
    package var isGood: Bool { bands.allSatisfy { $0.halves >= 14 } }
}
