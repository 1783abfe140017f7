import BandUpCore
package import Base
package import FoundationEssentials

/// A request's JSON object, from which typed values are taken field by field: parse, don't validate.
///
/// A null is the same as an absent field. Unknown fields are ignored. Everything else that is not as asked for throws
/// `InvalidField` with the field's name.
///
///     let fields = try RequestFields(json: body)
///     let userID: UserID = try fields.identifier("user_id")
///     let count = try fields.integer("num_cards", default: 10, in: 1...50)
package struct RequestFields: Sendable, Equatable {
    /// The largest SQS message.
    package static let maxMessageByteCount = 1_048_576
    private let members: [String: JSONValue]

    package init(_ members: [String: JSONValue]) {
        self.members = members
    }

    /// - Throws: `InvalidField` without a field name for bytes that are too many, nested too deeply or no JSON object.
    package init(json: Data, maxByteCount: Int = RequestFields.maxMessageByteCount) throws(InvalidField) {
        guard json.count <= maxByteCount else {
            throw InvalidField(field: nil, problem: "may be at most \(maxByteCount) bytes long")
        }
        guard !JSONDepth.exceeds(JSONValue.maximumDepth, in: json) else {
            throw InvalidField(field: nil, problem: "is nested too deeply")
        }
        guard let members = try? JSONDecoder().decode([String: JSONValue].self, from: json) else {
            throw InvalidField(field: nil, problem: "must be a JSON object")
        }
        self.init(members)
    }

    /// A string that is not empty or blank.
    ///
    /// - Parameter maxLength: in Unicode scalars.
    package func string(_ name: String, maxLength: Int) throws(InvalidField) -> String {
        guard let text = try text(name, maxLength: maxLength) else { throw missing(name) }
        guard !Self.isBlank(text) else { throw InvalidField(field: name, problem: "must not be empty") }
        return text
    }

    /// Nil where the field is absent, empty or blank.
    package func optionalString(_ name: String, maxLength: Int) throws(InvalidField) -> String? {
        try text(name, maxLength: maxLength).flatMap { Self.isBlank($0) ? nil : $0 }
    }

    package func identifier<ID: CheckedIdentifier>(_ name: String, as type: ID.Type = ID.self) throws(InvalidField)
        -> ID
    {
        guard let id = try optionalIdentifier(name, as: type) else { throw missing(name) }
        return id
    }

    package func optionalIdentifier<ID: CheckedIdentifier>(
        _ name: String, as type: ID.Type = ID.self
    ) throws(InvalidField) -> ID? {
        guard let value = value(name) else { return nil }
        guard let id = value.stringValue.flatMap(ID.init) else {
            let set = "letters, digits and \(ID.punctuation.map(String.init).joined(separator: " "))"
            throw InvalidField(field: name, problem: "must be 1 to \(ID.maxLength) characters of \(set)")
        }
        return id
    }

    /// One of a closed set of words; required where there is no default.
    package func enumeration<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, as type: Choice.Type = Choice.self, default fallback: Choice? = nil
    ) throws(InvalidField) -> Choice {
        guard let value = value(name) else {
            guard let fallback else { throw missing(name) }
            return fallback
        }
        guard let choice = value.stringValue.flatMap(Choice.init) else {
            throw InvalidField(field: name, problem: "must be one of \(Self.list(type))")
        }
        return choice
    }

    /// Some of a closed set of words, each once, in the order given; `fallback` where the field is absent or empty.
    package func enumerations<Choice: RawRepresentable<String> & CaseIterable & Equatable>(
        _ name: String, as type: Choice.Type = Choice.self, default fallback: [Choice]
    ) throws(InvalidField) -> [Choice] {
        var choices: [Choice] = []
        for value in try array(name) ?? [] {
            guard let choice = value.stringValue.flatMap(Choice.init) else {
                throw InvalidField(field: name, problem: "must be an array of \(Self.list(type))")
            }
            if !choices.contains(choice) { choices.append(choice) }
        }
        return choices.isEmpty ? fallback : choices
    }

    package func integer(
        _ name: String, default fallback: Int, in range: ClosedRange<Int>
    ) throws(InvalidField) -> Int {
        try optionalInteger(name, in: range) ?? fallback
    }

    package func optionalInteger(_ name: String, in range: ClosedRange<Int>) throws(InvalidField) -> Int? {
        guard let value = value(name) else { return nil }
        guard case .integer(let number) = value, let number = Int(exactly: number), range.contains(number) else {
            throw InvalidField(
                field: name, problem: "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// - Parameter maxLength: of one string, in Unicode scalars.
    package func stringArray(
        _ name: String, default fallback: [String] = [], maxCount: Int, maxLength: Int
    ) throws(InvalidField) -> [String] {
        guard let values = try array(name) else { return fallback }
        let texts = values.compactMap(\.stringValue)
        guard texts.count == values.count, texts.count <= maxCount,
            texts.allSatisfy({ $0.unicodeScalars.count <= maxLength })
        else {
            throw InvalidField(
                field: name,
                problem: "must be an array of at most \(maxCount) strings of at most \(maxLength) characters")
        }
        return texts
    }

    private func value(_ name: String) -> JSONValue? {
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    private func text(_ name: String, maxLength: Int) throws(InvalidField) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.stringValue else { throw InvalidField(field: name, problem: "must be a string") }
        guard text.unicodeScalars.count <= maxLength else {
            throw InvalidField(field: name, problem: "may be at most \(maxLength) characters long")
        }
        return text
    }

    private func array(_ name: String) throws(InvalidField) -> [JSONValue]? {
        guard let value = value(name) else { return nil }
        guard case .array(let values) = value else { throw InvalidField(field: name, problem: "must be an array") }
        return values
    }

    private func missing(_ name: String) -> InvalidField {
        InvalidField(field: name, problem: "is missing")
    }

    private static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }

    private static func list<Choice: RawRepresentable<String> & CaseIterable>(_ type: Choice.Type) -> String {
        type.allCases.map(\.rawValue).joined(separator: ", ")
    }
}

extension RequestFields {
    /// The same fields with some of them replaced or added.
    package func setting(_ texts: [String: String]) -> RequestFields {
        RequestFields(members.merging(texts.mapValues { .string($0) }) { _, new in new })
    }

    /// The fields as a JSON object.
    package var json: Data {
        get throws { try JSONEncoder.canonical.encode(members) }
    }
}
