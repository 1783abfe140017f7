import FoundationEssentials

/// Whole attributes as JSON text; the element of a set is `bare`, its payload without the type around it.
extension JSONBytes {
    mutating func append(attribute value: String, bare: Bool = false) {
        guard !bare else { return append(quoted: value) }
        append("{\"S\":")
        append(quoted: value)
        append("}" as Unicode.Scalar)
    }

    mutating func append(attribute value: Data, bare: Bool = false) {
        guard !bare else { return append(quoted: value) }
        append("{\"B\":")
        append(quoted: value)
        append("}" as Unicode.Scalar)
    }

    /// - Parameter number: digits that are known to be a number.
    mutating func append(number: String, bare: Bool = false) {
        append(bare ? "\"" : "{\"N\":\"")
        append(plain: number)
        append(bare ? "\"" : "\"}")
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
        case .stringSet(let set):
            try append(set, tag: "{\"SS\":[", value, path()) { (json, text) throws(EncodingError) in
                json.append(quoted: text)
            }
        case .numberSet(let set):
            try append(set, tag: "{\"NS\":[", value, path()) { (json, text) throws(EncodingError) in
                json.append(number: try Self.checked(text, path()), bare: true)
            }
        case .binarySet(let set):
            try append(set, tag: "{\"BS\":[", value, path()) { (json, data) throws(EncodingError) in
                json.append(quoted: data)
            }
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

    private mutating func append<Element>(
        _ set: Set<Element>, tag: StaticString, _ value: AttributeValue, _ path: @autoclosure () -> [any CodingKey],
        element: (inout JSONBytes, Element) throws(EncodingError) -> Void
    ) throws(EncodingError) {
        // An `AttributeValue` says exactly what is to be stored: to leave out or change an empty set would hide a bug.
        guard !set.isEmpty else { throw Self.invalid(value, "DynamoDB has no empty set.", path()) }
        append(tag)
        var isFirst = true
        for member in set {
            if !isFirst { append("," as Unicode.Scalar) }
            isFirst = false
            try element(&self, member)
        }
        append("]}")
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
