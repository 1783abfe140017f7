package import Base
import FoundationEssentials

/// Reads and writes items as `Codable` values.
///
/// A write that is repeated after a lost answer may find its own first attempt: its condition then fails although it was
/// this call that changed the item. Write something that is yours alone (a claim's token), and look for it in the item
/// that comes with `conditionalCheckFailed`.
package struct DynamoDBClient: Sendable {
    private let client: AWSClient
    private let encoder: DynamoDBEncoder
    private let decoder: DynamoDBDecoder

    /// - Parameter client: of the service `.dynamoDB`.
    package init(
        client: AWSClient, encoder: DynamoDBEncoder = DynamoDBEncoder(), decoder: DynamoDBDecoder = DynamoDBDecoder()
    ) {
        self.client = client
        self.encoder = encoder
        self.decoder = decoder
    }

    /// - Parameter consistentRead: sees every write that was acknowledged before, at twice the price.
    /// - Returns: nil where there is no such item.
    package func getItem<Item: Decodable & Sendable>(
        _ type: Item.Type, table: String, key: DynamoDBItem, consistentRead: Bool, deadline: Deadline
    ) async throws(DynamoDBError) -> Item? {
        let body = try Self.body(DynamoDBItem.self) { () throws(EncodingError) in
            var body = DynamoDBRequestBody(table: table)
            try body.add("Key", item: key)
            body.add("ConsistentRead", consistentRead)
            return try body.finish()
        }
        let answer = try await answer("GetItem", body, deadline)
        return try answer.item.map { position throws(DynamoDBError) in try decode(type, at: position, of: answer) }
    }

    /// Stores the item, in place of one with the same key.
    ///
    /// - Parameter condition: what must hold for the item that is there now; nil to write in any case.
    package func putItem<Item: Encodable & Sendable>(
        _ item: Item, table: String, condition: DynamoDBExpression?, deadline: Deadline
    ) async throws(DynamoDBError) {
        let json: ArraySlice<UInt8>
        do {
            json = try encoder.itemBytes(item)
        } catch {
            throw .encoding(error, Item.self)
        }
        let body = try Self.body(Item.self) { () throws(EncodingError) in
            var body = DynamoDBRequestBody(table: table)
            body.add("Item", itemJSON: json)
            body.add(condition: condition)
            return try body.finish()
        }
        _ = try await answer("PutItem", body, deadline)
    }

    package func updateItem(_ update: DynamoDBUpdate, deadline: Deadline) async throws(DynamoDBError) {
        _ = try await updated(update, returning: nil, deadline)
    }

    /// - Returns: the attributes that the update has touched, with their new values.
    package func updateItem<Updated: Decodable & Sendable>(
        _ type: Updated.Type, _ update: DynamoDBUpdate, deadline: Deadline
    ) async throws(DynamoDBError) -> Updated {
        let answer = try await updated(update, returning: "UPDATED_NEW", deadline)
        guard let position = answer.attributes else { throw .aws(.malformedAnswer(operation: "UpdateItem")) }
        return try decode(type, at: position, of: answer)
    }

    /// - Returns: one page; the next begins behind its `lastEvaluatedKey`.
    package func query<Item: Decodable & Sendable>(
        _ type: Item.Type, _ query: DynamoDBQuery, deadline: Deadline
    ) async throws(DynamoDBError) -> DynamoDBPage<Item> {
        let body = try Self.body(DynamoDBQuery.self) { () throws(EncodingError) in
            var body = DynamoDBRequestBody(table: query.table)
            if let index = query.index { body.add("IndexName", index) }
            body.add("KeyConditionExpression", query.keyCondition)
            body.add("FilterExpression", query.filter)
            body.add(projection: query.projection)
            body.add("ScanIndexForward", query.scanIndexForward)
            if let limit = query.limit { body.add("Limit", limit) }
            if let key = query.exclusiveStartKey { try body.add("ExclusiveStartKey", item: key) }
            return try body.finish()
        }
        let answer = try await answer("Query", body, deadline)
        var items: [Item] = []
        items.reserveCapacity(answer.items.count)
        for position in answer.items { items.append(try decode(type, at: position, of: answer)) }
        return DynamoDBPage(items: items, lastEvaluatedKey: try lastEvaluatedKey(of: answer))
    }

    // MARK: Steps

    private func updated(
        _ update: DynamoDBUpdate, returning returnValues: String?, _ deadline: Deadline
    ) async throws(DynamoDBError) -> DynamoDBAnswer {
        let body = try Self.body(DynamoDBUpdate.self) { () throws(EncodingError) in
            var body = DynamoDBRequestBody(table: update.table)
            try body.add("Key", item: update.key)
            body.add("UpdateExpression", update.updateExpression)
            body.add(condition: update.conditionExpression)
            if let returnValues { body.add("ReturnValues", returnValues) }
            return try body.finish()
        }
        return try await answer("UpdateItem", body, deadline)
    }

    private func answer(
        _ operation: String, _ body: Data, _ deadline: Deadline
    ) async throws(DynamoDBError) -> DynamoDBAnswer {
        let data: Data
        do {
            data = try await client.call(target: "DynamoDB_20120810.\(operation)", body: body, deadline: deadline)
        } catch .service(let error) where error.code == "ConditionalCheckFailedException" {
            throw .conditionalCheckFailed(item: DynamoDBAnswer.item(inError: error.body))
        } catch {
            throw .aws(error)
        }
        do throws(JSONFault) {
            return try DynamoDBAnswer(data, options: decoder)
        } catch {
            throw .aws(.malformedAnswer(operation: operation))
        }
    }

    private func decode<Item: Decodable>(
        _ type: Item.Type, at position: Int, of answer: DynamoDBAnswer
    ) throws(DynamoDBError) -> Item {
        do {
            return try answer.tape.value(type, at: position)
        } catch {
            throw .decoding(error, type)
        }
    }

    private func lastEvaluatedKey(of answer: DynamoDBAnswer) throws(DynamoDBError) -> DynamoDBItem? {
        guard let position = answer.lastEvaluatedKey else { return nil }
        do throws(DecodingError) {
            return try answer.tape.item(at: position)
        } catch {
            throw .decoding(error, DynamoDBItem.self)
        }
    }

    private static func body(
        _ type: any Any.Type, _ write: () throws(EncodingError) -> Data
    ) throws(DynamoDBError) -> Data {
        do throws(EncodingError) {
            return try write()
        } catch {
            throw .encoding(error, type)
        }
    }
}
