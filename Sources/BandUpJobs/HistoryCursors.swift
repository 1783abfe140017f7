import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials

/// Turns places in a history into opaque cursors and back.
///
///     base64url( MAC[0..<16] ∥ created_at, 8 bytes, big-endian ∥ record id )
///     MAC = HMAC-SHA-256 under a key of this purpose's own, over collection, user and the rest
///
/// A cursor is good for the user and the collection that it was made for, and for nothing else; it names no user itself.
/// See docs/decisions/0006-signed-cursors.md for where the key comes from.
package struct HistoryCursors: Sendable {
    private let secret: any APIKeyProvider
    private let collection: String

    /// 128 bits, which nobody guesses through an API.
    private static let codeByteCount = 16
    private static let timeByteCount = 8
    /// Longer than any cursor over a record's id.
    private static let maximumLength = 400
    private static let label = "bandup history cursor 1"

    /// - Parameters:
    ///   - secret: what the key is derived from.
    ///   - collection: the path that the cursors are for.
    init(secret: any APIKeyProvider, collection: String) {
        self.secret = secret
        self.collection = collection
    }

    func cursor(
        at position: HistoryPosition, of user: UserID, deadline: Deadline
    ) async throws(APIError) -> String {
        let content = Self.bigEndian(position.createdAt) + Array(position.id.utf8)
        return Self.base64URL(try await code(for: content, of: user, deadline: deadline) + content)
    }

    /// - Throws: `invalid_request` naming `cursor` for all that was not made here for this user and collection.
    func position(
        of cursor: String, for user: UserID, deadline: Deadline
    ) async throws(APIError) -> HistoryPosition {
        guard let bytes = Self.bytes(ofBase64URL: cursor), bytes.count > Self.codeByteCount + Self.timeByteCount else {
            throw Self.notOurs
        }
        let content = Array(bytes.dropFirst(Self.codeByteCount))
        let code = try await code(for: content, of: user, deadline: deadline)
        // All bytes are looked at whatever they are: how long it takes tells nothing about the right code.
        let difference = zip(code, bytes).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        guard difference == 0,
            let id = String(validating: content.dropFirst(Self.timeByteCount), as: UTF8.self)
        else { throw Self.notOurs }
        let createdAt = content.prefix(Self.timeByteCount).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return HistoryPosition(id: id, createdAt: Int64(bitPattern: createdAt))
    }

    private static var notOurs: APIError {
        APIError(InvalidField(field: "cursor", problem: "is not one of this history; begin without one"))
    }

    private func code(for content: [UInt8], of user: UserID, deadline: Deadline) async throws(APIError) -> [UInt8] {
        let secret: String
        do {
            secret = try await self.secret.key(deadline: deadline)
        } catch {
            throw .busy
        }
        // A key for this purpose alone: whatever a cursor gives away, it is nothing that the secret opens.
        let key = HMACSHA256.code(for: Array(Self.label.utf8), key: Array(secret.utf8))
        // Neither a path nor a user id holds a line feed.
        let message = Array("\(collection)\n\(user)\n".utf8) + content
        return Array(HMACSHA256.code(for: message, key: key).prefix(Self.codeByteCount))
    }

    // MARK: Bytes and text

    private static func bigEndian(_ number: Int64) -> [UInt8] {
        (0..<timeByteCount).map { UInt8(truncatingIfNeeded: number >> Int64(8 * (timeByteCount - 1 - $0))) }
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Only the one spelling that `base64URL` gives: the unused bits of the last digit are not free for the taking.
    private static func bytes(ofBase64URL text: String) -> [UInt8]? {
        guard text.utf8.count <= maximumLength else { return nil }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        let standard = text.replacing("-", with: "+").replacing("_", with: "/") + padding
        guard let data = Data(base64Encoded: standard) else { return nil }
        let bytes = Array(data)
        return base64URL(bytes).utf8.elementsEqual(text.utf8) ? bytes : nil
    }
}
