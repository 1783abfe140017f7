/// A query of a table or index: one page of it.
public struct DynamoDBQuery: Sendable {
    public var table: String
    public var index: String?
    /// Such as `\(name: "user_id") = \(value: .string(id))`.
    public var keyCondition: DynamoDBExpression
    /// Applied after reading: what it drops has counted towards `limit` and the page's 1 MB.
    public var filter: DynamoDBExpression?
    /// The attributes that are wanted, top-level ones by name; empty for all.
    public var projection: [String]
    /// Ascending by sort key; false for the newest first where the sort key is a time.
    public var scanIndexForward: Bool
    /// The most items that are read.
    public var limit: Int?
    /// `lastEvaluatedKey` of the page before.
    public var exclusiveStartKey: DynamoDBItem?

    public init(
        table: String, index: String? = nil, keyCondition: DynamoDBExpression, filter: DynamoDBExpression? = nil,
        projection: [String] = [], scanIndexForward: Bool = true, limit: Int? = nil,
        exclusiveStartKey: DynamoDBItem? = nil
    ) {
        self.table = table
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
public struct DynamoDBPage<Item: Sendable>: Sendable {
    public let items: [Item]
    /// Where the next page begins; nil at the end. It can be there although nothing follows, and although `items` is
    /// empty (a filter may drop a whole page).
    public let lastEvaluatedKey: DynamoDBItem?

    public init(items: [Item], lastEvaluatedKey: DynamoDBItem?) {
        self.items = items
        self.lastEvaluatedKey = lastEvaluatedKey
    }
}
