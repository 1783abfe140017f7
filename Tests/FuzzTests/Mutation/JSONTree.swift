import FoundationEssentials

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining

/// JSON that need not be right: members may come twice, and any text may stand in a value's place.
indirect enum JSONTree {
    case object([(name: String, value: JSONTree)])
    case array([JSONTree])
    case string(String)
    /// A string that holds JSON itself, as the body of a message does.
    case embedded(JSONTree)
    /// Numbers, literals, and what is no JSON.
    case raw(String)

    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else { return nil }
        self.init(value)
    }

    private init(_ value: JSONValue) {
        switch value {
        case .null: self = .raw("null")
        case .bool(let flag): self = .raw(flag ? "true" : "false")
        case .integer(let number): self = .raw("\(number)")
        case .number(let number): self = .raw("\(number)")
        case .string(let text):
            if text.first == "{" || text.first == "[", let inner = JSONTree(Array(text.utf8)) {
                self = .embedded(inner)
            } else {
                self = .string(text)
            }
        case .array(let values): self = .array(values.map(JSONTree.init))
        case .object(let members):
            // The same order in every run.
            self = .object(members.sorted { $0.key < $1.key }.map { ($0.key, JSONTree($0.value)) })
        }
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2048)
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .raw(let text): bytes.append(contentsOf: text.utf8)
        case .string(let text): bytes.append(contentsOf: JSONText.quoted(text).utf8)
        case .embedded(let tree):
            bytes.append(contentsOf: JSONText.quoted(String(decoding: tree.bytes, as: UTF8.self)).utf8)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes.append(contentsOf: JSONText.quoted(member.name).utf8)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}
