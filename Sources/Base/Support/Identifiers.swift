/// An identifier from outside that was found safe: as a key in DynamoDB, as a path segment in S3 keys and URLs, in logs.
package protocol CheckedIdentifier: Sendable, Hashable, CustomStringConvertible {
    /// Nil where `text` is not 1 to 128 characters of the type's set, or is `.` or `..`.
    init?(_ text: String)
    /// The characters that are allowed besides ASCII letters and digits.
    static var punctuation: String { get }
}

extension CheckedIdentifier {
    /// 128 bytes: the longest `sub` of the usual identity providers, DynamoDB's 1,024-byte sort key and S3's 1,024-byte
    /// object keys all leave room.
    package static var maxLength: Int { 128 }

    static func accepts(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...maxLength).contains(bytes.count), text != ".", text != ".." else { return false }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default:
                punctuation.utf8.contains(byte)
            }
        }
    }
}

/// A learner: a Cognito or other OpenID `sub`, an e-mail address, or a platform's own id.
///
/// Besides letters and digits `. _ - : @ + |` are allowed (`+` for addresses, `|` for Auth0's `provider|id`, `:` for
/// Cognito identity ids); no slash, space, percent sign, control character or anything beyond ASCII.
package struct UserID: CheckedIdentifier {
    package static let punctuation = "._-:@+|"
    package let description: String

    package init?(_ text: String) {
        guard Self.accepts(text) else { return nil }
        description = text
    }
}

/// A job: the id of a session, a set of cards or an SQS message. Stands in URL paths as it is, therefore only
/// `. _ - : @` besides letters and digits.
package struct JobID: CheckedIdentifier {
    package static let punctuation = "._-:@"
    package let description: String

    package init?(_ text: String) {
        guard Self.accepts(text) else { return nil }
        description = text
    }
}
