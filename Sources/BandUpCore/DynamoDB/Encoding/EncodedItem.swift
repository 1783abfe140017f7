package import FoundationEssentials

/// An item as `DynamoDBEncoder` wrote it, and where its attributes lie: it goes into a request as it is, whole or
/// attribute by attribute.
package struct EncodedItem: Sendable, Hashable {
    struct Attribute: Sendable, Hashable {
        let name: String
        /// `{"S": "text"}`.
        let json: ArraySlice<UInt8>
    }

    /// `{"name": {"S": "text"}, …}`.
    let json: ArraySlice<UInt8>
    let attributes: [Attribute]

    /// The item's JSON.
    package var data: Data { Data(json) }
}
