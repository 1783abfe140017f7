import FoundationEssentials

/// The members of an answer that matter here, as positions on a tape; the rest of it is only checked to be JSON.
struct DynamoDBAnswer {
    struct Members {
        var item: Int?
        /// Of a query, or of a batch's one table.
        var items: [Int] = []
        /// What a write returns.
        var attributes: Int?
        var lastEvaluatedKey: Int?
        /// What of a batch was not done, as the `RequestItems` of the request that asks for it again; nil for nothing.
        var unprocessed: [UInt8]?
        /// Of a transaction, one for each of its writes: code and item.
        var cancellationReasons: [(code: String, item: Int?)] = []
    }

    let members: Members
    let tape: AttributeTape

    init(_ answer: Data) throws(JSONFault) {
        var scanner = try TapeScanner(answer)
        var members = Members()
        try scanner.object { (scanner, name) throws(JSONFault) in
            switch name {
            case "Item": members.item = try scanner.item()
            case "Items": members.items = try Self.items(&scanner)
            case "Responses":
                try scanner.object { (scanner, _) throws(JSONFault) in
                    members.items += try Self.items(&scanner)
                }
            case "Attributes": members.attributes = try scanner.item()
            case "LastEvaluatedKey": members.lastEvaluatedKey = try scanner.item()
            case "UnprocessedItems", "UnprocessedKeys": members.unprocessed = try Self.requests(&scanner)
            case "CancellationReasons":
                try scanner.array { (scanner) throws(JSONFault) in
                    members.cancellationReasons.append(try Self.reason(&scanner))
                }
            default: try scanner.skipValue()
            }
        }
        try scanner.end()
        self.members = members
        tape = AttributeTape(scanner)
    }

    private static func items(_ scanner: inout TapeScanner) throws(JSONFault) -> [Int] {
        var items: [Int] = []
        try scanner.array { (scanner) throws(JSONFault) in items.append(try scanner.item()) }
        return items
    }

    private static func requests(_ scanner: inout TapeScanner) throws(JSONFault) -> [UInt8]? {
        scanner.skipSpace()
        let start = scanner.position
        var isEmpty = true
        try scanner.object { (scanner, _) throws(JSONFault) in
            isEmpty = false
            try scanner.skipValue()
        }
        return isEmpty ? nil : Array(scanner.bytes[start..<scanner.position])
    }

    private static func reason(_ scanner: inout TapeScanner) throws(JSONFault) -> (code: String, item: Int?) {
        var code = CancellationReason.Code.none.name
        var item: Int?
        try scanner.object { (scanner, name) throws(JSONFault) in
            switch name {
            case "Code": code = scanner.bytes.string(try scanner.string(nil))
            case "Item": item = try scanner.item()
            default: try scanner.skipValue()
            }
        }
        return (code, item)
    }

    // MARK: Values

    func value<Value: Decodable>(_ type: Value.Type, at position: Int) throws(DynamoDBError) -> Value {
        do {
            return try tape.value(type, at: position)
        } catch {
            throw .decoding(error, type)
        }
    }

    func values<Value: Decodable>(_ type: Value.Type) throws(DynamoDBError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(members.items.count)
        for position in members.items { values.append(try value(type, at: position)) }
        return values
    }

    func key(at position: Int) throws(DynamoDBError) -> DynamoDBItem {
        do throws(DecodingError) {
            return try tape.item(at: position)
        } catch {
            throw .decoding(error, DynamoDBItem.self)
        }
    }

    func scannedItem(at position: Int?) -> ScannedItem? {
        position.map { ScannedItem(tape: tape, node: $0) }
    }
}
