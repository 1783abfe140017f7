import FoundationEssentials

/// The members of an answer that matter here, as positions on a tape; the rest of it is only checked to be JSON.
struct DynamoDBAnswer {
    private(set) var item: Int?
    /// Where the item's JSON lies in the answer.
    private(set) var itemRange: Range<Int>?
    private(set) var items: [Int] = []
    /// What an update returns.
    private(set) var attributes: Int?
    private(set) var lastEvaluatedKey: Int?
    let tape: AttributeTape

    init(_ answer: Data, options: DynamoDBDecoder) throws(JSONFault) {
        var scanner = try TapeScanner(answer)
        try scanner.expect("{", nil)
        if !scanner.skip("}") {
            repeat {
                let name = scanner.bytes.string(try scanner.string(nil))
                try scanner.expect(":", nil)
                switch name {
                case "Item":
                    scanner.skipSpace()
                    let start = scanner.position
                    item = try scanner.item()
                    itemRange = start..<scanner.position
                case "Items": items = try Self.items(&scanner)
                case "Attributes": attributes = try scanner.item()
                case "LastEvaluatedKey": lastEvaluatedKey = try scanner.item()
                default: try scanner.skipValue()
                }
            } while scanner.skip(",")
            try scanner.expect("}", nil)
        }
        try scanner.end()
        tape = AttributeTape(scanner, options: options)
    }

    private static func items(_ scanner: inout TapeScanner) throws(JSONFault) -> [Int] {
        var items: [Int] = []
        try scanner.expect("[", nil)
        guard !scanner.skip("]") else { return items }
        repeat { items.append(try scanner.item()) } while scanner.skip(",")
        try scanner.expect("]", nil)
        return items
    }

    /// The item inside the body of a `ConditionalCheckFailedException`; nil if there is none.
    static func item(inError body: Data) -> Data? {
        guard let range = (try? DynamoDBAnswer(body, options: DynamoDBDecoder()))?.itemRange else { return nil }
        return Data(body.dropFirst(range.lowerBound).prefix(range.count))
    }
}
