/// Why a text is no DynamoDB JSON. Holds nothing of the text.
struct JSONFault: Error {
    let reason: StaticString
    /// In bytes from the start of the text.
    let offset: Int
    /// The tape's position of the attribute in whose map or list it was found.
    let parent: UInt32?
}
