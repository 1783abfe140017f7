import Base
import Synchronization

/// Derives and keeps the signing key of the day.
///
/// The key depends on secret, day, region and service; the last three HMACs need not be repeated for every request. A
/// class, because all copies of a signer share it; a lock and not an actor, because signing is synchronous.
final class SigningKeyCache: Sendable {
    private struct Entry {
        let dayNumber: Int
        let key: [UInt8]
    }

    private let secret: [UInt8]
    private let region: String
    private let signingName: String
    private let entry = Mutex<Entry?>(nil)

    init(secretAccessKey: String, region: String, signingName: String) {
        secret = Array("AWS4\(secretAccessKey)".utf8)
        self.region = region
        self.signingName = signingName
    }

    func key(for timestamp: SigV4Timestamp) -> [UInt8] {
        entry.withLock { entry in
            if let entry, entry.dayNumber == timestamp.dayNumber { return entry.key }
            let key = derive(timestamp)
            entry = Entry(dayNumber: timestamp.dayNumber, key: key)
            return key
        }
    }

    private func derive(_ timestamp: SigV4Timestamp) -> [UInt8] {
        let dateKey = HMACSHA256.code(for: timestamp.date, key: secret)
        let regionKey = HMACSHA256.code(for: region.utf8, key: dateKey)
        let serviceKey = HMACSHA256.code(for: signingName.utf8, key: regionKey)
        return HMACSHA256.code(for: "aws4_request".utf8, key: serviceKey)
    }
}
