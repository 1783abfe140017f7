/// One write of one item: by itself, or one of a transaction. Made by a `DynamoDBTable`.
package struct DynamoDBWrite: Sendable {
    enum Action: Sendable {
        case put(EncodedItem)
        case update(key: DynamoDBItem, DynamoDBExpression)
        case delete(key: DynamoDBItem)
        /// Writes nothing: the condition alone, for the sake of a transaction's other writes.
        case check(key: DynamoDBItem)
    }

    let table: String
    let action: Action
    /// What must hold for the item as it is.
    let condition: DynamoDBExpression?

    /// The operation by itself, `PutItem`; its name in a transaction is this without `Item`.
    var operation: String {
        switch action {
        case .put: "PutItem"
        case .update: "UpdateItem"
        case .delete: "DeleteItem"
        case .check: "ConditionCheckItem"
        }
    }

    /// - Parameter returnValues: not of a transaction's write.
    func body(returning returnValues: DynamoDBReturnValues? = nil) throws(DynamoDBError) -> [UInt8] {
        do throws(EncodingError) {
            var body = DynamoDBRequestBody(table: table)
            switch action {
            case .put(let item): body.add("Item", item)
            case .update(let key, let expression):
                try body.add("Key", item: key)
                body.add("UpdateExpression", expression)
            case .delete(let key), .check(let key): try body.add("Key", item: key)
            }
            body.add(condition: condition)
            if let returnValues { body.add("ReturnValues", returnValues.rawValue) }
            return try body.finish()
        } catch {
            throw .encoding(error, DynamoDBWrite.self)
        }
    }
}
