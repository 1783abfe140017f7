import Base
import FoundationEssentials

/// What a signature says of the body.
public enum PayloadHash: Sendable, Equatable {
    /// The body's SHA-256 in lower-case hexadecimal digits.
    case sha256(String)
    /// The body is not part of the signature. S3 alone takes this, with TLS as the body's protection.
    case unsigned

    /// Hashes a body that is in memory. One that is streamed from a file is left unsigned: hashing it would read the
    /// file twice, and only S3 is sent files.
    public init(_ body: HTTPBody) {
        let parts = body.segments.compactMap { segment -> Data? in
            guard case .bytes(let data) = segment else { return nil }
            return data
        }
        if parts.count < body.segments.count {
            self = .unsigned
        } else if parts.count > 1 {
            self = .sha256(SHA256.hexDigest(Data(parts.joined())))
        } else {
            self = parts.first.map { .sha256(SHA256.hexDigest($0)) } ?? .empty
        }
    }

    /// No body.
    package static let empty = PayloadHash.sha256("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

    /// What stands in the canonical request and in `x-amz-content-sha256`.
    var text: String {
        switch self {
        case .sha256(let digest): digest
        case .unsigned: "UNSIGNED-PAYLOAD"
        }
    }
}
