/// A query of a table or index: one page of it.
package struct DynamoDBQuery: Sendable {
    package var index: String?
    /// Such as `\(name: "user_id") = \(value: .string(id))`.
    package var keyCondition: DynamoDBExpression
    /// Applied after reading: what it drops has counted towards `limit` and the page's 1 MB.
    package var filter: DynamoDBExpression?
    /// The attributes that are wanted, top-level ones by name; empty for all.
    package var projection: [String]
    /// Ascending by sort key; false for the newest first where the sort key is a time.
    package var scanIndexForward: Bool
    /// The most items that are read.
    package var limit: Int?
    /// `lastEvaluatedKey` of the page before.
    package var exclusiveStartKey: DynamoDBItem?

    package init(
        index: String? = nil, keyCondition: DynamoDBExpression, filter: DynamoDBExpression? = nil,
        projection: [String] = [], scanIndexForward: Bool = true, limit: Int? = nil,
        exclusiveStartKey: DynamoDBItem? = nil
    ) {
        self.index = index
        self.keyCondition = keyCondition
        self.filter = filter
        self.projection = projection
        self.scanIndexForward = scanIndexForward
        self.limit = limit
        self.exclusiveStartKey = exclusiveStartKey
    }
}

/// What one call of `query` found.
package struct DynamoDBPage<Item: Sendable>: Sendable {
    package let items: [Item]
    /// Where the next page begins; nil at the end. It can be there although nothing follows, and although `items` is
    /// empty (a filter may drop a whole page).
    package let lastEvaluatedKey: DynamoDBItem?

    package init(items: [Item], lastEvaluatedKey: DynamoDBItem?) {
        self.items = items
        self.lastEvaluatedKey = lastEvaluatedKey
    }
}
