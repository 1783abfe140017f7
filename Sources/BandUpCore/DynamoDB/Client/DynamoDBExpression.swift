/// A condition, filter, key condition or update in DynamoDB's expression language.
///
/// Names and values are interpolated, and only so; they reach the service as placeholders, never as text of the
/// expression. A reserved word is a name like any other, and nothing that a learner sent can become syntax:
///
///     let isFree: DynamoDBExpression =
///         "attribute_not_exists(\(name: "status")) OR \(name: "claim_expires_at") < \(value: .integer(now))"
///     let both: DynamoDBExpression = "(\(isFree)) AND \(name: "user_id") = \(value: .string(user))"
package struct DynamoDBExpression: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case text(String)
        case name(String)
        case value(Operand)
    }

    /// What a placeholder stands for.
    enum Operand: Sendable, Hashable {
        case attribute(AttributeValue)
        /// The JSON that the encoder wrote.
        case encoded(ArraySlice<UInt8>)
    }

    let parts: [Part]

    init(parts: [Part]) {
        self.parts = parts
    }

    /// `SET a = …, b = … REMOVE c`: the update that gives attributes of an item new values and drops others.
    package static func set(_ attributes: DynamoDBItem, removing removed: [String] = []) -> DynamoDBExpression {
        let set = attributes.sorted { $0.key < $1.key }.map { ($0.key, Operand.attribute($0.value)) }
        return DynamoDBExpression(setting: set, removing: removed)
    }

    /// The same with what the encoder wrote; of a name that is in both, `attributes` has the value.
    package static func set(
        _ item: EncodedItem, and attributes: DynamoDBItem, removing removed: [String] = []
    ) -> DynamoDBExpression {
        let encoded = item.attributes.filter { attributes[$0.name] == nil }
        let set = attributes.sorted { $0.key < $1.key }.map { ($0.key, Operand.attribute($0.value)) }
        return DynamoDBExpression(
            setting: encoded.map { ($0.name, .encoded($0.json)) } + set, removing: removed)
    }

    private init(setting set: [(name: String, operand: Operand)], removing removed: [String]) {
        var parts: [Part] = []
        for (position, (name, operand)) in set.enumerated() {
            parts += [.text(position == 0 ? "SET " : ", "), .name(name), .text(" = "), .value(operand)]
        }
        for (position, name) in removed.enumerated() {
            let lead = set.isEmpty ? "REMOVE " : " REMOVE "
            parts += [.text(position == 0 ? lead : ", "), .name(name)]
        }
        self.parts = parts
    }
}

extension DynamoDBExpression: ExpressibleByStringInterpolation {
    package init(stringLiteral value: StaticString) {
        parts = [.text("\(value)")]
    }

    package init(stringInterpolation: StringInterpolation) {
        parts = stringInterpolation.parts
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(interpolationCount * 2 + 1)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            parts.append(.text("\(literal)"))
        }

        /// An attribute's name.
        package mutating func appendInterpolation(name: String) {
            parts.append(.name(name))
        }

        package mutating func appendInterpolation(value: AttributeValue) {
            parts.append(.value(.attribute(value)))
        }

        /// Another expression, names and values included.
        package mutating func appendInterpolation(_ expression: DynamoDBExpression) {
            parts += expression.parts
        }
    }
}
