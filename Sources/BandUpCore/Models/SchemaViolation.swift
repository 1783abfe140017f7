package import Base

/// Where an answer departs from its schema. The path holds the schema's own property names and array positions, never
/// a name or a value that the model wrote.
package struct SchemaViolation: Error, Sendable, Equatable, LogSafeError {
    package enum Problem: String, Sendable {
        case wrongType = "wrong type"
        case missing = "missing property"
        case unknownProperty = "unknown property"
        case outOfRange = "out of range"
        case notListed = "not one of the listed values"
        case wrongCount = "wrong number of elements"
    }

    /// Such as `quoted_examples[2].quote`; empty for the whole answer.
    package let path: String
    package let problem: Problem

    package var logDescription: String { "SchemaViolation: \(problem.rawValue) at \(path.isEmpty ? "the root" : path)" }
}

extension ResponseSchema {
    /// Checks `value`; the model's side enforces the schema as a rule, not always.
    package func validate(_ value: JSONValue) throws(SchemaViolation) {
        try validate(value, at: "")
    }

    /// `value` with arrays cut to the length that the schema allows: a list that is too long is no reason to pay for the
    /// answer once more.
    func withoutSurplus(_ value: JSONValue) -> JSONValue {
        switch (self, value) {
        case (.annotated(let schema, _), _):
            return schema.withoutSurplus(value)
        case (.object(let properties), .object(var members)):
            for property in properties {
                members[property.name] = members[property.name].map(property.schema.withoutSurplus)
            }
            return .object(members)
        case (.array(let element, let count), .array(let elements)):
            return .array(elements.prefix(count?.upperBound ?? elements.count).map(element.withoutSurplus))
        default:
            return value
        }
    }

    private func validate(_ value: JSONValue, at path: String) throws(SchemaViolation) {
        switch (self, value) {
        case (.annotated(let schema, _), _):
            try schema.validate(value, at: path)
        case (.object(let properties), .object(let members)):
            for property in properties {
                let path = path.isEmpty ? property.name : "\(path).\(property.name)"
                switch members[property.name] {
                // Models write null for what they leave out.
                case .null? where !property.isRequired: break
                case let member?: try property.schema.validate(member, at: path)
                case nil where property.isRequired: throw SchemaViolation(path: path, problem: .missing)
                case nil: break
                }
            }
            let names = Set(properties.map(\.name))
            guard members.keys.allSatisfy(names.contains) else {
                throw SchemaViolation(path: path, problem: .unknownProperty)
            }
        case (.array(let element, let count), .array(let elements)):
            guard count?.contains(elements.count) ?? true else {
                throw SchemaViolation(path: path, problem: .wrongCount)
            }
            for (index, value) in elements.enumerated() {
                try element.validate(value, at: "\(path)[\(index)]")
            }
        case (.enumeration(let listed), .string(let text)):
            guard listed.contains(text) else { throw SchemaViolation(path: path, problem: .notListed) }
        case (.number(let range), .integer(let number)):
            guard range.contains(Double(number)) else { throw SchemaViolation(path: path, problem: .outOfRange) }
        case (.number(let range), .number(let number)):
            guard range.contains(number) else { throw SchemaViolation(path: path, problem: .outOfRange) }
        case (.integer(let range), .integer(let number)):
            guard range.includes(number) else { throw SchemaViolation(path: path, problem: .outOfRange) }
        case (.string, .string), (.boolean, .bool):
            break
        default:
            throw SchemaViolation(path: path, problem: .wrongType)
        }
    }
}

extension ClosedRange<Int> {
    fileprivate func includes(_ number: Int64) -> Bool {
        Int64(lowerBound) <= number && number <= Int64(upperBound)
    }
}
