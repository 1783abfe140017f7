import FoundationEssentials

/// The state of a record.
public enum JobStatus: String, Sendable, Codable {
    case processing, completed, failed
}

/// A record read from its table: the part that is common to all functions, and the item for the function's own part.
public struct JobRecord: Sendable {
    public let status: JobStatus
    public let createdAt: Date
    public let failure: Failure?
    /// All attributes.
    let item: DynamoDBItem

    public struct Failure: Sendable, Equatable {
        public let code: ErrorCode
        public let message: String
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
        let errorCode: String?
        let errorMessage: String?

        enum CodingKeys: String, CodingKey {
            case status
            case createdAt = "created_at"
            case evaluationType = "evaluation_type"
            case contentHash = "content_hash"
            case claimOwner = "claim_owner"
            case claimExpiresAt = "claim_expires_at"
            case attempts
            case errorCode = "error_code"
            case errorMessage = "error_message"
        }
    }

    init(header: Header, item: DynamoDBItem) {
        status = header.status
        createdAt = Date(timeIntervalSince1970: Double(header.createdAt))
        failure =
            header.status == .failed
            ? Failure(
                code: header.errorCode.flatMap(ErrorCode.init(rawValue:)) ?? .unavailable,
                message: header.errorMessage ?? "The job failed.") : nil
        self.item = item
    }

    /// The function's own attributes of a completed record.
    public func outcome<Outcome: Decodable>(_ type: Outcome.Type) throws -> Outcome {
        try DynamoDBDecoder().decode(type, from: item)
    }
}
