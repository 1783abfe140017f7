/// A change to one item, which is created if there is none.
public struct DynamoDBUpdate: Sendable {
    public var table: String
    public var key: DynamoDBItem
    /// `SET …`, `REMOVE …`, `ADD …`, `DELETE …`, each at most once.
    public var updateExpression: DynamoDBExpression
    /// What must hold for the item as it is.
    public var conditionExpression: DynamoDBExpression?

    public init(
        table: String, key: DynamoDBItem, updateExpression: DynamoDBExpression,
        conditionExpression: DynamoDBExpression? = nil
    ) {
        self.table = table
        self.key = key
        self.updateExpression = updateExpression
        self.conditionExpression = conditionExpression
    }
}
