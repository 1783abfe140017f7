import BandUpCore
import BandUpLambda
package import Base
package import FoundationEssentials

/// The state of a record.
package enum JobStatus: String, Sendable, Codable, CaseIterable {
    case processing, completed, failed
}

/// A record read from its table: the part that is common to all functions, and the item for the function's own part.
package struct JobRecord: Sendable {
    package let status: JobStatus
    package let createdAt: Date
    package let failure: Failure?
    /// All attributes.
    let item: ScannedItem

    package struct Failure: Sendable, Equatable {
        package let code: ErrorCode
        package let message: String

        /// Of a job whose function was killed on the last attempt.
        static let abandoned = Failure(
            code: .deadlineExceeded, message: "The job was interrupted before it was done. It can be sent again.")
    }

    /// The attributes that the jobs mechanism writes; the rest belongs to the function.
    struct Header: Decodable, Sendable {
        let status: JobStatus
        let createdAt: Int64
        let evaluationType: String?
        let contentHash: String?
        let claimOwner: String?
        /// Milliseconds since 1970; 0 when released.
        let claimExpiresAt: Int64?
        /// Claims of this job so far.
        let attempts: Int?
        /// Milliseconds since 1970: from then on nobody works on the job any more, and none will come to.
        let abandonedAt: Int64?
        let errorCode: String?
        let errorMessage: String?

        func isAbandoned(at date: Date) -> Bool {
            guard status == .processing, let abandonedAt else { return false }
            return Double(abandonedAt) < date.timeIntervalSince1970 * 1000
        }

        enum CodingKeys: String, CodingKey {
            case status
            case createdAt = "created_at"
            case evaluationType = "evaluation_type"
            case contentHash = "content_hash"
            case claimOwner = "claim_owner"
            case claimExpiresAt = "claim_expires_at"
            case attempts
            case abandonedAt = "abandoned_at"
            case errorCode = "error_code"
            case errorMessage = "error_message"
        }
    }

    /// - Parameter date: now; a record that was abandoned by then reads as `failed`.
    init(header: Header, item: ScannedItem, at date: Date) {
        self.item = item
        createdAt = Date(timeIntervalSince1970: Double(header.createdAt))
        guard !header.isAbandoned(at: date) else {
            status = .failed
            failure = .abandoned
            return
        }
        status = header.status
        failure =
            header.status == .failed
            ? Failure(
                code: header.errorCode.flatMap(ErrorCode.init(rawValue:)) ?? .unavailable,
                message: header.errorMessage ?? "The job failed.") : nil
    }

    /// The function's own attributes of a completed record.
    package func outcome<Outcome: Decodable>(_ type: Outcome.Type) throws -> Outcome {
        try item.decode(type)
    }
}
