/// Why one write of a cancelled transaction did not happen.
package struct CancellationReason: Sendable, Equatable {
    /// DynamoDB's name for the reason.
    package struct Code: Sendable, Hashable {
        package let name: String

        package init(_ name: String) { self.name = name }

        /// Nothing is the matter with this write: it was cancelled for another's sake.
        package static let none = Code("None")
        package static let conditionalCheckFailed = Code("ConditionalCheckFailed")
        /// Another transaction was at work on the item.
        package static let transactionConflict = Code("TransactionConflict")
        package static let throttling = Code("ThrottlingError")
        package static let throughputExceeded = Code("ProvisionedThroughputExceeded")
        package static let validation = Code("ValidationError")
    }

    package let code: Code
    /// The item as it is, where the condition did not hold and there is one.
    package let item: ScannedItem?

    package init(code: Code, item: ScannedItem? = nil) {
        self.code = code
        self.item = item
    }

    /// Whether the same write may succeed a little later.
    var passes: Bool { [.transactionConflict, .throttling, .throughputExceeded].contains(code) }
}

extension CancellationReason {
    /// Whether nothing else than a little time is in the transaction's way.
    static func pass(_ reasons: [CancellationReason]) -> Bool {
        let real = reasons.filter { $0.code != .none }
        return !real.isEmpty && real.allSatisfy(\.passes)
    }
}
