package import Base

/// The shape that an answer must have: sent to the model as JSON Schema, and checked against what came back.
///
/// Only keywords that `responseJsonSchema` supports can be written this way (google-genai 3.4.0 `types.py`): objects are
/// closed (`additionalProperties: false`), and properties are written in the order given here, which is the order in
/// which the model thinks about them: put the reasoning before the verdict.
///
///     .object([
///         .required("feedback", .string),
///         .required("band", .number(0...9).described("in steps of 0.5")),
///     ])
package indirect enum ResponseSchema: Sendable, Equatable {
    case object([Property])
    /// `count` limits the number of elements. Large limits on large elements make the model refuse a schema as too
    /// complex.
    case array(of: ResponseSchema, count: ClosedRange<Int>? = nil)
    case string
    /// One of these texts.
    case enumeration([String])
    case number(ClosedRange<Double>)
    case integer(ClosedRange<Int>)
    case boolean
    /// What the model is told about the value; not enforced.
    case annotated(ResponseSchema, description: String)

    package struct Property: Sendable, Equatable {
        package let name: String
        package let schema: ResponseSchema
        package let isRequired: Bool

        package static func required(_ name: String, _ schema: ResponseSchema) -> Property {
            Property(name: name, schema: schema, isRequired: true)
        }

        package static func optional(_ name: String, _ schema: ResponseSchema) -> Property {
            Property(name: name, schema: schema, isRequired: false)
        }
    }

    package func described(_ description: String) -> ResponseSchema {
        .annotated(self, description: description)
    }

    /// The schema as JSON Schema, with Gemini's word for the order of properties.
    package var json: JSONValue {
        .object(members(ordering: true))
    }

    /// The schema in words that JSON Schema itself has.
    var standardJSON: JSONValue {
        .object(members(ordering: false))
    }

    private func members(ordering: Bool) -> [String: JSONValue] {
        switch self {
        case .object(let properties):
            let schemas = properties.map { ($0.name, JSONValue.object($0.schema.members(ordering: ordering))) }
            var members: [String: JSONValue] = [
                "type": "object",
                "properties": .object(Dictionary(schemas) { _, last in last }),
                "required": .array(properties.filter(\.isRequired).map { .string($0.name) }),
                "additionalProperties": false,
            ]
            if ordering { members["propertyOrdering"] = .array(properties.map { .string($0.name) }) }
            return members
        case .array(let element, let count):
            var members: [String: JSONValue] = ["type": "array", "items": .object(element.members(ordering: ordering))]
            if let count {
                members["minItems"] = .integer(Int64(count.lowerBound))
                members["maxItems"] = .integer(Int64(count.upperBound))
            }
            return members
        case .string: return ["type": "string"]
        case .enumeration(let values):
            return ["type": "string", "enum": .array(values.map { .string($0) })]
        case .number(let range):
            return ["type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
        case .integer(let range):
            return [
                "type": "integer", "minimum": .integer(Int64(range.lowerBound)),
                "maximum": .integer(Int64(range.upperBound)),
            ]
        case .boolean: return ["type": "boolean"]
        case .annotated(let schema, let description):
            var members = schema.members(ordering: ordering)
            members["description"] = .string(description)
            return members
        }
    }
}
