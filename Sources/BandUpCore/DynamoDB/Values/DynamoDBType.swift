/// An attribute's type; the raw value is the tag of its JSON.
enum DynamoDBType: String, Sendable {
    case string = "S"
    case number = "N"
    case binary = "B"
    case bool = "BOOL"
    case null = "NULL"
    case map = "M"
    case list = "L"
    /// Nothing here writes or reads a set. Another program's record may have one: it is passed over.
    case set = "SS, NS or BS"
}
