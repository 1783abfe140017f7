/// A value whose `encode(to:)` is running.
struct EncodingFrame {
    enum Content: Equatable {
        /// Nothing is written yet.
        case undecided
        case scalar
        case map
        case list
    }

    /// Names a frame for its containers: position in the stack, and a serial number that tells it from the frames that
    /// stood there before.
    struct ID: Equatable {
        let position: UInt32
        let serial: UInt32
    }

    let id: ID
    /// Where the names of this map begin in the sink's list.
    let firstName: Int
    var content = Content.undecided
    /// Members or elements so far.
    var count = 0
    /// The names of a large map.
    var manyNames: Set<[UInt8]>?
}
