import FoundationEssentials

/// A scanned text and the places of its attributes; values are made only when they are asked for.
final class AttributeTape: Sendable {
    let bytes: [UInt8]
    let nodes: [TapeNode]

    init(_ scanner: TapeScanner) {
        bytes = scanner.bytes
        nodes = scanner.nodes
    }

    /// The position of the map's member of that name.
    ///
    /// - Parameter start: the member that is looked at first: members are mostly asked for in order.
    func member(_ name: String, of map: Int, from start: Int) -> Int? {
        var name = name
        return name.withUTF8 { name -> Int? in
            var position = start
            for _ in 0..<nodes[map].count {
                if has(name, nodes[position].name) { return position }
                position = Int(nodes[position].end)
                if position == nodes[map].end { position = map + 1 }
            }
            return nil
        }
    }

    private func has(_ name: UnsafeBufferPointer<UInt8>, _ span: TapeNode.Span) -> Bool {
        guard !span.hasEscapes else { return bytes.unescaped(span).elementsEqual(name) }
        return bytes.withUnsafeBytes { UnsafeRawBufferPointer(name).isSame(as: $0[span.range]) }
    }

    /// The positions of the members or elements.
    func children(of parent: Int) -> some Sequence<Int> {
        sequence(first: parent + 1) { [self] in Int(nodes[$0].end) }.prefix(Int(nodes[parent].count))
    }

    func name(of node: Int) -> String {
        bytes.string(nodes[node].name)
    }

    /// Where the attribute stands. Found by going up the tape, so that it costs nothing until an error needs it.
    func codingPath(of node: Int) -> [any CodingKey] {
        var path: [any CodingKey] = []
        var node = node
        while let parent = nodes[node].parent.map(Int.init) {
            if nodes[parent].type == .map {
                path.append(DynamoDBPathKey.name(name(of: node)))
            } else {
                path.append(
                    DynamoDBPathKey.index(children(of: parent).prefix { $0 != node }.reduce(0) { n, _ in n + 1 }))
            }
            node = parent
        }
        return path.reversed()
    }

    /// The attribute and all inside it, for those who want the tree.
    func attribute(at node: Int) throws(DecodingError) -> AttributeValue {
        switch nodes[node].type {
        case .string: return .string(bytes.string(nodes[node].text))
        case .number: return .number(bytes.string(nodes[node].text))
        case .binary: return .binary(try data(at: node))
        case .bool: return .bool(nodes[node].flag)
        case .null: return .null
        case .map: return .map(try item(at: node))
        case .list:
            var list: [AttributeValue] = []
            list.reserveCapacity(Int(nodes[node].count))
            for child in children(of: node) { list.append(try attribute(at: child)) }
            return .list(list)
        case .set: throw mismatch("A set, which no record of ours has.", AttributeValue.self, at: node)
        }
    }

    func item(at node: Int) throws(DecodingError) -> DynamoDBItem {
        var item = DynamoDBItem(minimumCapacity: Int(nodes[node].count))
        for child in children(of: node) {
            // Swift holds two spellings of one character to be equal, DynamoDB does not.
            guard item.updateValue(try attribute(at: child), forKey: name(of: child)) == nil else {
                throw corrupted("Two names are canonically equal in Unicode.", at: node)
            }
        }
        return item
    }

    func corrupted(_ description: String, at node: Int) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath(of: node), debugDescription: description))
    }
}
