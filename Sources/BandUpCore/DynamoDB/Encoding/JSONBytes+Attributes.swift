import FoundationEssentials

/// Whole attributes as JSON text.
extension JSONBytes {
    mutating func append(attribute value: String) {
        append("{\"S\":")
        append(quoted: value)
        append("}" as Unicode.Scalar)
    }

    mutating func append(attribute value: Data) {
        append("{\"B\":")
        append(quoted: value)
        append("}" as Unicode.Scalar)
    }

    /// - Parameter number: digits that are known to be a number.
    mutating func append(number: String) {
        append("{\"N\":\"")
        append(plain: number)
        append("\"}")
    }

    mutating func append(attribute value: Bool) {
        append(value ? "{\"BOOL\":true}" : "{\"BOOL\":false}")
    }

    mutating func appendNull() {
        append("{\"NULL\":true}")
    }

    /// Any attribute.
    ///
    /// - Parameters:
    ///   - depth: levels of maps and lists around it, the item's own included.
    ///   - path: where it stands, for the error's sake.
    mutating func append(
        attribute value: AttributeValue, depth: Int, path: @autoclosure () -> [any CodingKey]
    ) throws(EncodingError) {
        switch value {
        case .map, .list:
            guard depth < AttributeValue.maximumDepth else {
                throw Self.invalid(value, "Nested deeper than \(AttributeValue.maximumDepth) levels.", path())
            }
        default: break
        }
        switch value {
        case .string(let text): append(attribute: text)
        case .number(let text): append(number: try Self.checked(text, path()))
        case .binary(let data): append(attribute: data)
        case .bool(let flag): append(attribute: flag)
        case .null: appendNull()
        case .map(let members):
            append("{\"M\":")
            try append(item: members, depth: depth + 1, path: path())
            append("}" as Unicode.Scalar)
        case .list(let elements):
            append("{\"L\":[")
            for (index, element) in elements.enumerated() {
                if index > 0 { append("," as Unicode.Scalar) }
                try append(attribute: element, depth: depth + 1, path: path() + [DynamoDBPathKey.index(index)])
            }
            append("]}")
        }
    }

    /// `{"name": attribute, …}`.
    mutating func append(
        item: DynamoDBItem, depth: Int, path: @autoclosure () -> [any CodingKey]
    ) throws(EncodingError) {
        append("{" as Unicode.Scalar)
        var isFirst = true
        for (name, value) in item {
            if !isFirst { append("," as Unicode.Scalar) }
            isFirst = false
            append(quoted: name)
            append(":" as Unicode.Scalar)
            try append(attribute: value, depth: depth, path: path() + [DynamoDBPathKey.name(name)])
        }
        append("}" as Unicode.Scalar)
    }

    private static func checked(
        _ number: String, _ path: @autoclosure () -> [any CodingKey]
    ) throws(EncodingError) -> String {
        guard DecimalText.isValid(number.utf8) else {
            throw invalid(number, "Not a number of at most 38 digits in DynamoDB's range.", path())
        }
        return number
    }

    private static func invalid(_ value: Any, _ description: String, _ path: [any CodingKey]) -> EncodingError {
        .invalidValue(value, .init(codingPath: path, debugDescription: description))
    }
}
