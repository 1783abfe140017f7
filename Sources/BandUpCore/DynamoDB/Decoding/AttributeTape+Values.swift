import FoundationEssentials

extension AttributeTape {
    /// A value of any type: those that DynamoDB has a form for from that form, others by their own `init(from:)`.
    func value<Value: Decodable>(_ type: Value.Type, at node: Int) throws -> Value {
        if type == Date.self, let value = try date(at: node) as? Value { return value }
        if type == Data.self {
            try check(.binary, Value.self, at: node)
            if let value = try data(at: node) as? Value { return value }
        }
        if type == Decimal.self, let value = try decimal(at: node) as? Value { return value }
        if type == URL.self, let value = try url(at: node) as? Value { return value }
        return try Value(from: AttributeDecoder(tape: self, node: node))
    }

    func string(at node: Int) throws(DecodingError) -> String {
        try check(.string, String.self, at: node)
        return bytes.string(nodes[node].text)
    }

    func bool(at node: Int) throws(DecodingError) -> Bool {
        try check(.bool, Bool.self, at: node)
        return nodes[node].flag
    }

    func integer<Integer: FixedWidthInteger>(at node: Int) throws(DecodingError) -> Integer {
        try check(.number, Integer.self, at: node)
        let digits = bytes[nodes[node].text.range]
        if let value: Integer = Self.shortInteger(digits) ?? DecimalText(digits)?.integer() { return value }
        throw corrupted("The number is not a whole one that fits \(Integer.self).", at: node)
    }

    /// Up to 18 digits, nearly all integers there are, without a detour.
    private static func shortInteger<Integer: FixedWidthInteger>(_ text: ArraySlice<UInt8>) -> Integer? {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = isNegative ? text.dropFirst() : text
        guard digits.count <= 18 else { return nil }
        var magnitude: Int64 = 0
        for digit in digits {
            guard digit &- UInt8(ascii: "0") < 10 else { return nil }
            magnitude = magnitude * 10 + Int64(digit &- UInt8(ascii: "0"))
        }
        return Integer(exactly: isNegative ? -magnitude : magnitude)
    }

    func float<Float: BinaryFloatingPoint & LosslessStringConvertible>(at node: Int) throws(DecodingError) -> Float {
        let text = try numberText(Float.self, at: node)
        guard let value = Float(text), value.isFinite else {
            throw corrupted("The number does not fit \(Float.self).", at: node)
        }
        return value
    }

    func numberText(_ type: any Any.Type, at node: Int) throws(DecodingError) -> String {
        try check(.number, type, at: node)
        return bytes.string(nodes[node].text)
    }

    func data(at node: Int) throws(DecodingError) -> Data {
        let span = nodes[node].text
        guard let data = Data(base64Encoded: Data(span.hasEscapes ? bytes.unescaped(span)[...] : bytes[span.range]))
        else { throw corrupted("Not base64.", at: node) }
        return data
    }

    private func date(at node: Int) throws(DecodingError) -> Date {
        guard let seconds = Double(try numberText(Date.self, at: node)) else {
            throw corrupted("Not a number of seconds.", at: node)
        }
        return Date(timeIntervalSince1970: seconds)
    }

    private func decimal(at node: Int) throws(DecodingError) -> Decimal {
        guard let decimal = DecimalText.decimal(try numberText(Decimal.self, at: node)) else {
            throw corrupted("Decimal has no room for the number.", at: node)
        }
        return decimal
    }

    private func url(at node: Int) throws(DecodingError) -> URL {
        try check(.string, URL.self, at: node)
        guard let url = URL(string: bytes.string(nodes[node].text)) else { throw corrupted("Not a URL.", at: node) }
        return url
    }

    /// That the attribute is of the type that `swiftType` is read from.
    func check(_ type: DynamoDBType, _ swiftType: any Any.Type, at node: Int) throws(DecodingError) {
        let found = nodes[node].type
        guard found != type else { return }
        throw mismatch("Expected \(type.rawValue), found \(found.rawValue).", swiftType, at: node)
    }

    func mismatch(_ description: String, _ swiftType: any Any.Type, at node: Int) -> DecodingError {
        let context = DecodingError.Context(codingPath: codingPath(of: node), debugDescription: description)
        return nodes[node].type == .null
            ? .valueNotFound(swiftType, context) : .typeMismatch(swiftType, context)
    }
}
