package import Base

/// Many items in few requests. What DynamoDB leaves undone of one (it is throttled, or the answer would be too large)
/// is asked for again until the deadline.
extension DynamoDBTable {
    /// DynamoDB's limits of one request.
    private static let mostKeys = 100
    private static let mostWrites = 25

    /// - Parameters:
    ///   - keys: each once; any number.
    ///   - projection: the attributes that are wanted, top-level ones by name; empty for all.
    /// - Returns: the items that there are, in no order.
    /// - Throws: `.unprocessed` where time runs out.
    package func batchGet<Item: Decodable & Sendable>(
        _ type: Item.Type, _ keys: [DynamoDBItem], consistentRead: Bool = false, projection: [String] = [],
        deadline: Deadline
    ) async throws(DynamoDBError) -> [Item] {
        var items: [Item] = []
        for keys in keys.batches(of: Self.mostKeys) {
            let request = try Self.encoding { () throws(EncodingError) in
                var body = try DynamoDBRequestBody(keys: keys)
                body.add("ConsistentRead", consistentRead)
                body.add(projection: projection)
                return try body.finish()
            }
            try await whole("BatchGetItem", request, deadline) { answer throws(DynamoDBError) in
                items += try answer.values(type)
            }
        }
        return items
    }

    /// Stores items in place of those with the same keys, and deletes others; without conditions, and not all at once:
    /// a reader may see some and not the rest. Each key once; any number.
    ///
    /// - Throws: `.unprocessed` where time runs out.
    package func batchWrite<Item: Encodable>(
        putting items: [Item], deleting keys: [DynamoDBItem] = [], deadline: Deadline
    ) async throws(DynamoDBError) {
        var requests: [JSONBytes] = []
        for item in items {
            var json = JSONBytes()
            json.append("{\"PutRequest\":{\"Item\":")
            json.bytes += try encoded(item).json
            json.append("}}")
            requests.append(json)
        }
        for key in keys {
            var json = JSONBytes()
            json.append("{\"DeleteRequest\":{\"Key\":")
            json.bytes += try Self.encoding { () throws(EncodingError) in
                var json = JSONBytes()
                try json.append(item: key, depth: 1, path: [])
                return json.bytes
            }
            json.append("}}")
            requests.append(json)
        }
        for requests in requests.batches(of: Self.mostWrites) {
            var list = JSONBytes()
            list.append("[" as Unicode.Scalar)
            for (index, request) in requests.enumerated() {
                if index > 0 { list.append("," as Unicode.Scalar) }
                list.bytes += request.bytes
            }
            list.append("]" as Unicode.Scalar)
            try await whole("BatchWriteItem", list.bytes, deadline) { _ throws(DynamoDBError) in }
        }
    }

    /// Deletes items, as above.
    package func batchDelete(_ keys: [DynamoDBItem], deadline: Deadline) async throws(DynamoDBError) {
        try await batchWrite(putting: [DynamoDBItem](), deleting: keys, deadline: deadline)
    }

    /// Sends a batch, and what is left of it, until nothing is.
    private func whole(
        _ operation: String, _ request: [UInt8], _ deadline: Deadline,
        _ take: (DynamoDBAnswer) throws(DynamoDBError) -> Void
    ) async throws(DynamoDBError) {
        var rest = JSONBytes()
        rest.append("{" as Unicode.Scalar)
        rest.append(quoted: name)
        rest.append(":" as Unicode.Scalar)
        rest.bytes += request
        rest.append("}" as Unicode.Scalar)
        var attempt = 1
        while true {
            var body = JSONBytes()
            body.append("{\"RequestItems\":")
            body.bytes += rest.bytes
            body.append("}" as Unicode.Scalar)
            let answer = try await client.answer(operation, body.bytes, deadline)
            try take(answer)
            guard let unprocessed = answer.members.unprocessed else { return }
            guard await client.waits(after: attempt, until: deadline) else { throw .unprocessed }
            rest.bytes = unprocessed
            attempt += 1
        }
    }
}

extension Array {
    fileprivate func batches(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
