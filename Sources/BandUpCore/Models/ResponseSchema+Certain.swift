import Base
extension ResponseSchema {
    /// `value` with what is of another type than the schema's, and means only one thing, in the schema's type: a band as
    /// `"6,5"`, a listed word in other capitals. Everything else stays, for `validate` to find.
    func certain(_ value: JSONValue) -> JSONValue {
        switch (self, value) {
        case (.annotated(let schema, _), _):
            return schema.certain(value)
        case (.object(let properties), .object(var members)):
            for property in properties {
                members[property.name] = members[property.name].map(property.schema.certain)
            }
            return .object(members)
        case (.array(let element, _), .array(let elements)):
            return .array(elements.map(element.certain))
        case (.number, .string(let text)):
            return WrittenNumber.value(text).map(JSONValue.number) ?? value
        case (.integer, .string(let text)):
            return WrittenNumber.value(text).flatMap { Int64(exactly: $0) }.map(JSONValue.integer) ?? value
        case (.integer, .number(let number)):
            return Int64(exactly: number).map(JSONValue.integer) ?? value
        case (.boolean, .string(let text)):
            return ["true": true, "false": false][text.lowercased()].map(JSONValue.bool) ?? value
        case (.enumeration(let listed), .string(let text)):
            let found = listed.filter { Self.word($0) == Self.word(text) }
            return found.count == 1 ? .string(found[0]) : value
        default:
            return value
        }
    }

    /// A listed word without what makes no difference.
    private static func word(_ text: String) -> String {
        text.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
