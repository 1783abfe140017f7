/// A value whose `encode(to:)` is running.
struct EncodingFrame {
    enum Content: Equatable {
        /// Nothing is written yet.
        case undecided
        case scalar
        case map
        case list
        /// A Swift `Set`; the first element tells which of DynamoDB's sets it is, or that it is a list.
        case set(DynamoDBType?)
    }

    /// Names a frame for its containers: position in the stack, and a serial number that tells it from the frames that
    /// stood there before.
    struct ID: Equatable {
        let position: UInt32
        let serial: UInt32
    }

    let id: ID
    /// The value is an element of a set, in the frame below.
    let isSetElement: Bool
    /// Where the names of this map begin in the sink's list.
    let firstName: Int
    /// The type of the value, to know a `Set` by.
    var swiftType: any Any.Type
    var content = Content.undecided
    /// Members or elements so far.
    var count = 0
    /// The names of a large map.
    var manyNames: Set<[UInt8]>?
}
