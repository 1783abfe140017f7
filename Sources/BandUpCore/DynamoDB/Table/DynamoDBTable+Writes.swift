package import Base

/// Each write is a value, for `DynamoDBClient.transact`, and a method that does it alone. A condition is what must hold
/// for the item that is there now; where it does not, nothing is written and `conditionalCheckFailed` brings the item.
extension DynamoDBTable {
    /// Stores the item, in place of one with the same key.
    package func putting(
        _ item: some Encodable, if condition: DynamoDBExpression? = nil
    ) throws(DynamoDBError) -> DynamoDBWrite {
        DynamoDBWrite(table: name, action: .put(try encoded(item)), condition: condition)
    }

    /// Changes an item, which is created if there is none.
    ///
    /// - Parameter expression: `SET …`, `REMOVE …`, `ADD …`, each at most once.
    package func updating(
        _ key: DynamoDBItem, _ expression: DynamoDBExpression, if condition: DynamoDBExpression? = nil
    ) -> DynamoDBWrite {
        DynamoDBWrite(table: name, action: .update(key: key, expression), condition: condition)
    }

    /// Deletes an item; where there is none, nothing happens.
    package func deleting(_ key: DynamoDBItem, if condition: DynamoDBExpression? = nil) -> DynamoDBWrite {
        DynamoDBWrite(table: name, action: .delete(key: key), condition: condition)
    }

    /// Of a transaction alone: no write, but a condition that the others depend on.
    package func checking(_ key: DynamoDBItem, _ condition: DynamoDBExpression) -> DynamoDBWrite {
        DynamoDBWrite(table: name, action: .check(key: key), condition: condition)
    }

    // MARK: One by one

    package func put(
        _ item: some Encodable, if condition: DynamoDBExpression? = nil, deadline: Deadline
    ) async throws(DynamoDBError) {
        _ = try await answer(to: try putting(item, if: condition), nil, deadline)
    }

    /// - Returns: the item that was there before; nil where there was none.
    package func put<Item: Decodable & Sendable>(
        _ item: some Encodable, if condition: DynamoDBExpression? = nil, returningOld type: Item.Type,
        deadline: Deadline
    ) async throws(DynamoDBError) -> Item? {
        try attributes(type, of: try await answer(to: try putting(item, if: condition), .old, deadline))
    }

    package func update(
        _ key: DynamoDBItem, _ expression: DynamoDBExpression, if condition: DynamoDBExpression? = nil,
        deadline: Deadline
    ) async throws(DynamoDBError) {
        _ = try await answer(to: updating(key, expression, if: condition), nil, deadline)
    }

    /// - Returns: nil where there is nothing of what was asked for: the old attributes of an item that is new.
    package func update<Item: Decodable & Sendable>(
        _ key: DynamoDBItem, _ expression: DynamoDBExpression, if condition: DynamoDBExpression? = nil,
        returning values: DynamoDBReturnValues, as type: Item.Type, deadline: Deadline
    ) async throws(DynamoDBError) -> Item? {
        try attributes(type, of: try await answer(to: updating(key, expression, if: condition), values, deadline))
    }

    package func delete(
        _ key: DynamoDBItem, if condition: DynamoDBExpression? = nil, deadline: Deadline
    ) async throws(DynamoDBError) {
        _ = try await answer(to: deleting(key, if: condition), nil, deadline)
    }

    /// - Returns: the item that was deleted; nil where there was none. Of several callers one gets it.
    package func delete<Item: Decodable & Sendable>(
        _ key: DynamoDBItem, if condition: DynamoDBExpression? = nil, returningOld type: Item.Type, deadline: Deadline
    ) async throws(DynamoDBError) -> Item? {
        try attributes(type, of: try await answer(to: deleting(key, if: condition), .old, deadline))
    }

    private func answer(
        to write: DynamoDBWrite, _ values: DynamoDBReturnValues?, _ deadline: Deadline
    ) async throws(DynamoDBError) -> DynamoDBAnswer {
        try await client.answer(write.operation, try write.body(returning: values), deadline)
    }

    private func attributes<Item: Decodable>(
        _ type: Item.Type, of answer: DynamoDBAnswer
    ) throws(DynamoDBError) -> Item? {
        try answer.members.attributes.map { position throws(DynamoDBError) in try answer.value(type, at: position) }
    }

    func encoded<Item: Encodable>(_ item: Item) throws(DynamoDBError) -> EncodedItem {
        do {
            return try DynamoDBEncoder().item(item)
        } catch {
            throw .encoding(error, Item.self)
        }
    }
}
