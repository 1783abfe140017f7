public import FoundationEssentials

/// A request body as a row of segments that are produced while they are sent.
///
/// A recording of 18 MB inside a JSON document is `.bytes(prefix), .base64OfFile(…), .bytes(suffix)`: neither the file
/// nor its base64 form is ever whole in memory. A body can be read from its start again, for a retry.
public struct HTTPBody: Sendable, Equatable {
    public enum Segment: Sendable, Equatable {
        case bytes(Data)
        /// The file's bytes as they are.
        case file(path: String, byteCount: Int)
        /// `byteCount` bytes from `offset` on, such as what is left of an upload that was cut.
        case filePart(path: String, offset: Int, byteCount: Int)
        /// The file's bytes in base64 (RFC 4648 section 4, padded, without line breaks).
        case base64OfFile(path: String, byteCount: Int)

        /// Bytes on the wire.
        package var contentLength: Int {
            switch self {
            case .bytes(let data): data.count
            case .file(_, let byteCount), .filePart(_, _, let byteCount): byteCount
            case .base64OfFile(_, let byteCount): (byteCount + 2) / 3 * 4
            }
        }
    }

    package let segments: [Segment]

    public init(segments: [Segment]) {
        self.segments = segments
    }

    package init(_ data: Data) {
        segments = data.isEmpty ? [] : [.bytes(data)]
    }

    public init(_ text: String) {
        self.init(Data(text.utf8))
    }

    public static let empty = HTTPBody(segments: [])

    /// Bytes on the wire.
    package var contentLength: Int {
        segments.reduce(0) { $0 + $1.contentLength }
    }

    package var isEmpty: Bool { contentLength == 0 }
}
