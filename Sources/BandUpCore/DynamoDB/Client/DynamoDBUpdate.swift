/// A change to one item, which is created if there is none.
package struct DynamoDBUpdate: Sendable {
    package var table: String
    package var key: DynamoDBItem
    /// `SET …`, `REMOVE …`, `ADD …`, `DELETE …`, each at most once.
    package var updateExpression: DynamoDBExpression
    /// What must hold for the item as it is.
    package var conditionExpression: DynamoDBExpression?

    package init(
        table: String, key: DynamoDBItem, updateExpression: DynamoDBExpression,
        conditionExpression: DynamoDBExpression? = nil
    ) {
        self.table = table
        self.key = key
        self.updateExpression = updateExpression
        self.conditionExpression = conditionExpression
    }
}
