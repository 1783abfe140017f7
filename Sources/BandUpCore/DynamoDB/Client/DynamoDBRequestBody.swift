import FoundationEssentials

/// A request's JSON in the making. Items are written into it where they belong, not copied into it as trees.
struct DynamoDBRequestBody {
    private var json = JSONBytes()
    private var placeholders = DynamoDBPlaceholders()

    init(table: String) {
        json.append("{\"TableName\":")
        json.append(quoted: table)
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

    /// - Parameter itemJSON: what the encoder wrote.
    mutating func add(_ name: StaticString, itemJSON: ArraySlice<UInt8>) {
        begin(name)
        json.bytes += itemJSON
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
    consuming func finish() throws(EncodingError) -> Data {
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
                try json.append(attribute: value, depth: 0, path: [DynamoDBPathKey.name(":\(index)")])
            }
            json.append("}" as Unicode.Scalar)
        }
        json.append("}" as Unicode.Scalar)
        return Data(json.bytes)
    }

    private mutating func begin(_ name: StaticString) {
        json.append(",\"")
        json.append(name)
        json.append("\":")
    }
}
