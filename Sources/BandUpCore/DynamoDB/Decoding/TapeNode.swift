/// One attribute of a scanned text. The attributes inside a map or list follow it on the tape.
struct TapeNode {
    /// A stretch of the text between two quotation marks.
    struct Span {
        let start: UInt32
        let count: UInt32
        let hasEscapes: Bool

        static let none = Span(start: 0, count: 0, hasEscapes: false)

        var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
    }

    let type: DynamoDBType
    /// The name in a map.
    let name: Span
    /// The position of the map or list around this attribute; nil at the root.
    let parent: UInt32?
    /// The payload of S, N and B.
    var text = Span.none
    var flag = false
    /// Members of a map, elements of a list.
    var count: UInt32 = 0
    /// The position behind everything inside this attribute.
    var end: UInt32 = 0
}
