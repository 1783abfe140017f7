import FoundationEssentials

/// Reads DynamoDB JSON once, front to back, and notes on a tape where each attribute lies.
///
/// Everything is checked here (JSON grammar, UTF-8, escapes, type tags, number syntax, nesting, names that come twice),
/// so that values can later be taken from the bytes without further doubt. The text counts as hostile: every access is
/// bounds-checked, recursion is limited.
struct TapeScanner {
    let bytes: [UInt8]
    var position = 0
    private(set) var nodes: [TapeNode] = []

    init(_ text: Data) throws(JSONFault) {
        bytes = Array(text)
        guard bytes.count < Int(UInt32.max) else {
            throw JSONFault(reason: "The text is too large.", offset: 0, parent: nil)
        }
        nodes.reserveCapacity(bytes.count / 32 + 1)
    }

    /// `{"name": attribute, …}`; the item is a map on the tape.
    ///
    /// - Returns: its position.
    mutating func item() throws(JSONFault) -> Int {
        let root = begin(.map, name: .none, parent: nil)
        try members(of: root, depth: 1)
        return root
    }

    /// `{"S": "text"}`, and so on.
    ///
    /// - Parameter depth: levels of maps and lists around it.
    /// - Returns: its position.
    @discardableResult
    mutating func attribute(name: TapeNode.Span, parent: Int?, depth: Int) throws(JSONFault) -> Int {
        try expect("{", parent)
        let tag = try string(parent)
        guard let type = type(of: tag) else { throw fault("An unknown attribute type.", parent) }
        try expect(":", parent)
        let node = begin(type, name: name, parent: parent)
        switch type {
        case .string, .binary: nodes[node].text = try string(parent)
        case .number: nodes[node].text = try number(parent)
        case .bool: nodes[node].flag = try flag(parent)
        case .null: guard try flag(parent) else { throw fault("NULL that is not true.", parent) }
        case .map: try members(of: node, depth: depth + 1)
        case .list: try elements(of: node, depth: depth + 1)
        case .set: try skipValue(depth: depth)
        }
        nodes[node].end = UInt32(nodes.count)
        try expect("}", parent)
        return node
    }

    private mutating func begin(_ type: DynamoDBType, name: TapeNode.Span, parent: Int?) -> Int {
        nodes.append(TapeNode(type: type, name: name, parent: parent.map(UInt32.init)))
        return nodes.count - 1
    }

    private mutating func members(of node: Int, depth: Int) throws(JSONFault) {
        guard depth <= AttributeValue.maximumDepth else { throw fault("Nested too deeply.", node) }
        try expect("{", node)
        if !skip("}") {
            repeat {
                let name = try string(node)
                try expect(":", node)
                try attribute(name: name, parent: node, depth: depth)
                nodes[node].count += 1
            } while skip(",")
            try expect("}", node)
        }
        nodes[node].end = UInt32(nodes.count)
        guard hasDistinctNames(node) else { throw fault("A name comes twice in one map.", node) }
    }

    private mutating func elements(of node: Int, depth: Int) throws(JSONFault) {
        guard depth <= AttributeValue.maximumDepth else { throw fault("Nested too deeply.", node) }
        try expect("[", node)
        guard !skip("]") else { return }
        repeat {
            try attribute(name: .none, parent: node, depth: depth)
            nodes[node].count += 1
        } while skip(",")
        try expect("]", node)
    }

    private func type(of tag: TapeNode.Span) -> DynamoDBType? {
        let start = Int(tag.start)
        switch tag.count {
        case 1:
            switch bytes[start] {
            case UInt8(ascii: "S"): return .string
            case UInt8(ascii: "N"): return .number
            case UInt8(ascii: "B"): return .binary
            case UInt8(ascii: "M"): return .map
            case UInt8(ascii: "L"): return .list
            default: return nil
            }
        case 2 where bytes[start + 1] == UInt8(ascii: "S"):
            return "SNB".utf8.contains(bytes[start]) ? .set : nil
        case 4 where bytes[tag.range].elementsEqual("BOOL".utf8): return .bool
        case 4 where bytes[tag.range].elementsEqual("NULL".utf8): return .null
        default: return nil
        }
    }

    private mutating func number(_ parent: Int?) throws(JSONFault) -> TapeNode.Span {
        let text = try string(parent)
        guard !text.hasEscapes, DecimalText.isValid(bytes[text.range]) else {
            throw fault("Not a number of at most 38 digits in DynamoDB's range.", parent)
        }
        return text
    }

    private mutating func flag(_ parent: Int?) throws(JSONFault) -> Bool {
        skipSpace()
        for (literal, value) in [("true" as StaticString, true), ("false", false)] where skip(word: literal) {
            return value
        }
        throw fault("Neither true nor false.", parent)
    }
}
