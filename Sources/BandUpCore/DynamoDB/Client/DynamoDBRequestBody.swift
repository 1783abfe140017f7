/// A request's JSON, or one part of a transaction's, in the making. Items are written into it where they belong, not
/// copied into it as trees.
struct DynamoDBRequestBody {
    private var json = JSONBytes()
    private var placeholders = DynamoDBPlaceholders()

    init(table: String) {
        json.append("{\"TableName\":")
        json.append(quoted: table)
    }

    /// Of the one table of a batch's request, whose name stands before it.
    init(keys: some Sequence<DynamoDBItem>) throws(EncodingError) {
        json.append("{\"Keys\":[")
        var isFirst = true
        for key in keys {
            if !isFirst { json.append("," as Unicode.Scalar) }
            isFirst = false
            try json.append(item: key, depth: 1, path: [])
        }
        json.append("]" as Unicode.Scalar)
    }

    mutating func add(_ name: StaticString, _ text: String) {
        begin(name)
        json.append(quoted: text)
    }

    mutating func add(_ name: StaticString, _ flag: Bool) {
        begin(name)
        json.append(flag ? "true" : "false")
    }

    mutating func add(_ name: StaticString, _ number: Int) {
        begin(name)
        json.append(plain: String(number))
    }

    mutating func add(_ name: StaticString, _ expression: DynamoDBExpression?) {
        guard let expression else { return }
        add(name, placeholders.text(of: expression))
    }

    mutating func add(_ name: StaticString, item: DynamoDBItem) throws(EncodingError) {
        begin(name)
        try json.append(item: item, depth: 1, path: [])
    }

    mutating func add(_ name: StaticString, _ item: EncodedItem) {
        begin(name)
        json.bytes += item.json
    }

    /// The attributes that are to be read; all where there are none.
    mutating func add(projection names: [String]) {
        guard !names.isEmpty else { return }
        add("ProjectionExpression", names.map { placeholders.placeholder(forName: $0) }.joined(separator: ","))
    }

    /// Asks for the item as it is, should a condition fail.
    mutating func add(condition: DynamoDBExpression?) {
        guard let condition else { return }
        add("ConditionExpression", condition)
        add("ReturnValuesOnConditionCheckFailure", "ALL_OLD")
    }

    /// Adds what the placeholders stand for, and closes the object.
    consuming func finish() throws(EncodingError) -> [UInt8] {
        if !placeholders.names.isEmpty {
            begin("ExpressionAttributeNames")
            for (index, name) in placeholders.names.enumerated() {
                json.append(index == 0 ? "{\"#" : ",\"#")
                json.append(plain: "\(index)\":")
                json.append(quoted: name)
            }
            json.append("}" as Unicode.Scalar)
        }
        if !placeholders.values.isEmpty {
            begin("ExpressionAttributeValues")
            for (index, value) in placeholders.values.enumerated() {
                json.append(index == 0 ? "{\":" : ",\":")
                json.append(plain: "\(index)\":")
                switch value {
                case .attribute(let value):
                    try json.append(attribute: value, depth: 0, path: [DynamoDBPathKey.name(":\(index)")])
                case .encoded(let text): json.bytes += text
                }
            }
            json.append("}" as Unicode.Scalar)
        }
        json.append("}" as Unicode.Scalar)
        return json.bytes
    }

    private mutating func begin(_ name: StaticString) {
        json.append(",\"")
        json.append(name)
        json.append("\":")
    }
}
