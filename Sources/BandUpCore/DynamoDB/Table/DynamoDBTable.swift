package import Base

/// A table, its key, and what can be done with its items, each read and written as the `Codable` type that the caller
/// names: a whole record, the part that matters, or a `ScannedItem` that several types take their parts from.
///
///     let sessions = DynamoDBTable("bandup-sessions", partitionKey: "session_key", client: dynamoDB)
///     let session = try await sessions.get(Session.self, sessions.key(hash), deadline: deadline)
///     try await sessions.put(session, if: "attribute_not_exists(\(name: "session_key"))", deadline: deadline)
///
/// A write that is repeated after a lost answer may find its own first attempt: its condition then fails although it was
/// this call that changed the item. Write something that is yours alone (a claim's token), and look for it in the item
/// that comes with `conditionalCheckFailed`.
package struct DynamoDBTable: Sendable {
    package let name: String
    package let partitionKey: String
    /// Nil where the partition key alone names an item.
    package let sortKey: String?
    let client: DynamoDBClient

    package init(_ name: String, partitionKey: String, sortKey: String? = nil, client: DynamoDBClient) {
        self.name = name
        self.partitionKey = partitionKey
        self.sortKey = sortKey
        self.client = client
    }

    /// - Parameter sort: where the table has a sort key.
    package func key(_ partition: String, _ sort: String? = nil) -> DynamoDBItem {
        var key: DynamoDBItem = [partitionKey: .string(partition)]
        if let sortKey, let sort { key[sortKey] = .string(sort) }
        return key
    }

    // MARK: Reading

    /// - Parameter consistentRead: sees every write that was acknowledged before, at twice the price.
    /// - Returns: nil where there is no such item.
    package func get<Item: Decodable & Sendable>(
        _ type: Item.Type, _ key: DynamoDBItem, consistentRead: Bool = false, deadline: Deadline
    ) async throws(DynamoDBError) -> Item? {
        let body = try Self.encoding { () throws(EncodingError) in
            var body = DynamoDBRequestBody(table: name)
            try body.add("Key", item: key)
            body.add("ConsistentRead", consistentRead)
            return try body.finish()
        }
        let answer = try await client.answer("GetItem", body, deadline)
        return try answer.members.item.map { position throws(DynamoDBError) in try answer.value(type, at: position) }
    }

    /// - Returns: one page; the next begins behind its `lastEvaluatedKey`.
    package func page<Item: Decodable & Sendable>(
        _ type: Item.Type, _ query: DynamoDBQuery, deadline: Deadline
    ) async throws(DynamoDBError) -> DynamoDBPage<Item> {
        let body = try Self.encoding { () throws(EncodingError) in
            var body = DynamoDBRequestBody(table: name)
            if let index = query.index { body.add("IndexName", index) }
            body.add("KeyConditionExpression", query.keyCondition)
            body.add("FilterExpression", query.filter)
            body.add(projection: query.projection)
            body.add("ScanIndexForward", query.scanIndexForward)
            if let limit = query.limit { body.add("Limit", limit) }
            if let key = query.exclusiveStartKey { try body.add("ExclusiveStartKey", item: key) }
            return try body.finish()
        }
        let answer = try await client.answer("Query", body, deadline)
        return DynamoDBPage(
            items: try answer.values(type),
            lastEvaluatedKey: try answer.members.lastEvaluatedKey.map { position throws(DynamoDBError) in
                try answer.key(at: position)
            })
    }

    static func encoding(_ write: () throws(EncodingError) -> [UInt8]) throws(DynamoDBError) -> [UInt8] {
        do throws(EncodingError) {
            return try write()
        } catch {
            throw .encoding(error, DynamoDBItem.self)
        }
    }
}
