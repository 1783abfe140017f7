import BandUpCore
import BandUpLambda
import Base

@testable import BandUpJobs

/// DynamoDB's expression language, as far as the job store writes it: AND, OR, parentheses, `=`, `<>`, `<`, `>=`,
/// `attribute_not_exists`; SET with `if_not_exists` and `+`, REMOVE.
struct FakeExpression {
    private let names: [String: JSONValue]
    private let values: [String: JSONValue]
    private var tokens: [String] = []
    private var item: [String: JSONValue] = [:]

    init(_ input: JSONValue) {
        names = if case .object(let names)? = input["ExpressionAttributeNames"] { names } else { [:] }
        values = if case .object(let values)? = input["ExpressionAttributeValues"] { values } else { [:] }
    }

    mutating func isTrue(_ condition: String, for item: [String: JSONValue]) -> Bool {
        self.item = item
        tokens = Self.tokens(condition)
        return disjunction()
    }

    mutating func apply(_ update: String, to item: inout [String: JSONValue]) {
        self.item = item
        tokens = Self.tokens(update)
        var action = ""
        while let token = tokens.first {
            tokens.removeFirst()
            switch (token, action) {
            case ("SET", _), ("REMOVE", _): action = token
            case (",", _): continue
            case (let path, "REMOVE"): item[name(path)] = nil
            case (let path, _):
                precondition(tokens.removeFirst() == "=")
                item[name(path)] = sum()
            }
        }
    }

    private mutating func disjunction() -> Bool {
        var result = conjunction()
        while tokens.first == "OR" {
            tokens.removeFirst()
            let next = conjunction()
            result = result || next
        }
        return result
    }

    private mutating func conjunction() -> Bool {
        var result = comparison()
        while tokens.first == "AND" {
            tokens.removeFirst()
            let next = comparison()
            result = result && next
        }
        return result
    }

    private mutating func comparison() -> Bool {
        if tokens.first == "(" {
            tokens.removeFirst()
            defer { tokens.removeFirst() }
            return disjunction()
        }
        if tokens.first == "attribute_not_exists" {
            let path = tokens[2]
            tokens.removeFirst(4)
            return item[name(path)] == nil
        }
        let left = operand()
        let comparator = tokens.removeFirst()
        let right = operand()
        // A missing attribute makes every comparison false, `<>` with a value excepted.
        switch comparator {
        case "=": return left != nil && left == right
        case "<>": return left != right
        case "<":
            guard let left = number(left), let right = number(right) else { return false }
            return left < right
        case ">=":
            guard let left = number(left), let right = number(right) else { return false }
            return left >= right
        default: preconditionFailure("not a comparator of this fake: \(comparator)")
        }
    }

    private mutating func sum() -> JSONValue? {
        let first = operand()
        guard tokens.first == "+" else { return first }
        tokens.removeFirst()
        guard let lhs = number(first), let rhs = number(operand()) else { return nil }
        return ["N": .string("\(lhs + rhs)")]
    }

    private mutating func operand() -> JSONValue? {
        let token = tokens.removeFirst()
        if token == "if_not_exists" {
            let path = tokens[1]
            tokens.removeFirst(3)
            let fallback = operand()
            tokens.removeFirst()
            return item[name(path)] ?? fallback
        }
        return token.hasPrefix(":") ? values[token] : item[name(token)]
    }

    private func name(_ path: String) -> String { names[path]?.stringValue ?? path }

    private func number(_ value: JSONValue?) -> Int64? { value?["N"]?.stringValue.flatMap { Int64($0) } }

    private static func tokens(_ text: String) -> [String] {
        var spaced = text
        for mark in ["(", ")", ","] { spaced = spaced.replacing(mark, with: " \(mark) ") }
        return spaced.split(separator: " ").map(String.init)
    }
}
