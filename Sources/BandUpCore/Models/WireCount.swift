/// A count as an API gives it: a number, or the same as text, as protobuf writes those of 64 bits.
struct WireCount: Decodable {
    let value: Int

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            value = number
            return
        }
        let number: Double?
        if let text = try? container.decode(String.self) {
            number = Double(text.filter { !$0.isWhitespace })
        } else {
            number = try container.decode(Double.self)
        }
        guard let number, let count = Int(exactly: number) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a count")
        }
        value = count
    }
}
