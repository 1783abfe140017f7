import FoundationEssentials

/// The job states in a DynamoDB table, one UpdateItem a transition.
///
///                    claim (free, or expired and same content)
///      (none) ─────────────────────────────┐
///        │ enqueue                         ▼          complete (owner)
///        └──────────▶ processing ────▶ processing ───────────────────▶ completed
///                     no claim   claim   claimed   ── fail (owner) ──▶ failed ──┐
///                         ▲                │                             ▲      │ claim, unless
///                         └── release ─────┘          reject (none) ─────┘      │ unprocessable
///                                          ▲────────────────────────────────────┘
public struct DynamoDBJobStore: JobStore {
    private let client: DynamoDBClient
    private let table: JobTable
    private let clock: any WallClock

    public init(client: DynamoDBClient, table: JobTable, clock: any WallClock = SystemClock()) {
        self.client = client
        self.table = table
        self.clock = clock
    }

    /// A failure that lies in the content itself: the same content, paid for again, would end the same way.
    private static let sealedCode = ErrorCode.unprocessable

    public func claim(
        _ key: JobKey, contentHash: String, jobID: String?, expires: Date, deadline: Deadline
    ) async throws(JobStoreError) -> ClaimOutcome {
        let claim = JobClaim(key: key)
        let expiry = expires.addingTimeInterval(JobClaim.clockSkew.seconds)
        do {
            try await client.updateItem(
                begin(
                    key, contentHash: contentHash, jobID: jobID,
                    set:
                        "claim_owner = :owner, claim_expires_at = :expires, attempts = if_not_exists(attempts, :zero) + :one",
                    condition: Self.isFree,
                    values: [
                        ":owner": .string(claim.owner), ":expires": .milliseconds(expiry),
                        ":now": .milliseconds(clock.now), ":zero": .number("0"), ":one": .number("1"),
                        ":sealed": .string(Self.sealedCode.rawValue), ":failed": .string(JobStatus.failed.rawValue),
                    ]),
                deadline: deadline)
            return .claimed(claim)
        } catch .conditionalCheckFailed(let item) {
            return try outcome(of: claim, contentHash: contentHash, found: item)
        } catch {
            throw .unavailable(error)
        }
    }

    /// Free: not there, or failed before its content was known, or of the same content and (released, expired, or failed
    /// in a way that may turn out better).
    private static let isFree = """
        attribute_not_exists(#id) \
        OR (#status = :failed AND attribute_not_exists(content_hash)) \
        OR (content_hash = :hash AND #status = :processing AND claim_expires_at < :now) \
        OR (content_hash = :hash AND #status = :failed AND error_code <> :sealed)
        """

    /// Reads from the old item why the claim was refused.
    private func outcome(
        of claim: JobClaim, contentHash: String, found item: Data?
    ) throws(JobStoreError) -> ClaimOutcome {
        let (header, record) = try read(item)
        // An UpdateItem whose answer got lost is repeated by the retry layer, and then finds itself.
        if header.claimOwner == claim.owner { return .claimed(claim) }
        guard header.contentHash == contentHash, header.evaluationType == table.evaluationType else { return .conflict }
        guard header.status == .processing else { return .settled(record) }
        return .inProgress(until: Date(timeIntervalSince1970: Double(header.claimExpiresAt ?? 0) / 1000))
    }

    public func enqueue(
        _ key: JobKey, contentHash: String, jobID: String?, deadline: Deadline
    ) async throws(JobStoreError) -> ClaimOutcome {
        // Queued is the same as claimed and released; `claim` decides whether the id is free for it.
        let outcome = try await claim(
            key, contentHash: contentHash, jobID: jobID, expires: clock.now, deadline: deadline)
        if case .claimed(let claim) = outcome { try await release(claim, deadline: deadline) }
        return outcome
    }

    public func complete(
        _ claim: JobClaim, outcome: some Encodable & Sendable, deadline: Deadline
    ) async throws(JobStoreError) {
        let attributes: DynamoDBItem
        do {
            attributes = try DynamoDBEncoder().encodeItem(outcome)
        } catch {
            throw .unreadable(.decoding("\(type(of: outcome))"))
        }
        // Some attribute names (`duration`) are reserved words of DynamoDB's expressions: all get placeholders.
        var assignments: [String] = []
        var names: [String: String] = [:]
        var values: DynamoDBItem = [:]
        for (index, attribute) in attributes.enumerated() {
            assignments.append("#a\(index) = :a\(index)")
            names["#a\(index)"] = attribute.key
            values[":a\(index)"] = attribute.value
        }
        try await finish(
            claim, .completed, set: assignments, remove: ["claim_expires_at", "error_code", "error_message"],
            names: names, values: values, deadline: deadline)
    }

    public func fail(_ claim: JobClaim, _ failure: JobFailure, deadline: Deadline) async throws(JobStoreError) {
        try await finish(
            claim, .failed, set: ["error_code = :code", "error_message = :message"], remove: ["claim_expires_at"],
            names: [:],
            values: [":code": .string(failure.code.rawValue), ":message": .string(failure.message)],
            deadline: deadline)
    }

    public func release(_ claim: JobClaim, deadline: Deadline) async throws(JobStoreError) {
        try await finish(
            claim, .processing, set: ["claim_expires_at = :zero"], remove: ["claim_owner"], names: [:],
            values: [":zero": .number("0")], deadline: deadline)
    }

    /// One transition that only the claim's owner may make. The owner stays in the record, so that a transition whose
    /// answer got lost can be repeated.
    private func finish(
        _ claim: JobClaim, _ status: JobStatus, set assignments: [String], remove: [String], names: [String: String],
        values: DynamoDBItem, deadline: Deadline
    ) async throws(JobStoreError) {
        let update = DynamoDBUpdate(
            table: table.name, key: table.key(claim.key),
            updateExpression:
                "SET " + (["#status = :status"] + assignments).joined(separator: ", ")
                + " REMOVE " + remove.joined(separator: ", "),
            conditionExpression: "claim_owner = :owner",
            names: names.merging(["#status": "status"]) { name, _ in name },
            values: values.merging([
                ":status": .string(status.rawValue), ":owner": .string(claim.owner),
            ]) { value, _ in value })
        do {
            try await client.updateItem(update, deadline: deadline)
        } catch .conditionalCheckFailed {
            throw .claimLost
        } catch {
            throw .unavailable(error)
        }
    }

    public func reject(_ key: JobKey, _ failure: JobFailure, deadline: Deadline) async throws(JobStoreError) {
        var update = DynamoDBUpdate(
            table: table.name, key: table.key(key),
            updateExpression:
                "SET #status = :failed, error_code = :code, error_message = :message, created_at = :now",
            conditionExpression: "attribute_not_exists(#id)",
            names: ["#status": "status", "#id": table.idAttribute],
            values: [
                ":failed": .string(JobStatus.failed.rawValue), ":code": .string(failure.code.rawValue),
                ":message": .string(failure.message), ":now": .seconds(clock.now),
            ])
        mark(&update)
        do {
            try await client.updateItem(update, deadline: deadline)
        } catch .conditionalCheckFailed {
            // The id has a job with a body that could be read: its record stands.
        } catch {
            throw .unavailable(error)
        }
    }

    public func record(_ key: JobKey, deadline: Deadline) async throws(JobStoreError) -> JobRecord? {
        let item: Data?
        do {
            item = try await client.getItemJSON(
                table: table.name, key: table.key(key), consistentRead: true, deadline: deadline)
        } catch {
            throw .unavailable(error)
        }
        guard let item else { return nil }
        let (header, record) = try read(item)
        return header.evaluationType == table.evaluationType ? record : nil
    }

    private func begin(
        _ key: JobKey, contentHash: String, jobID: String?, set assignments: String, condition: String,
        values: DynamoDBItem
    ) -> DynamoDBUpdate {
        var update = DynamoDBUpdate(
            table: table.name, key: table.key(key),
            updateExpression:
                "SET #status = :processing, content_hash = :hash, created_at = if_not_exists(created_at, :created), "
                + assignments,
            conditionExpression: condition,
            names: ["#status": "status", "#id": table.idAttribute],
            values: values.merging([
                ":processing": .string(JobStatus.processing.rawValue), ":hash": .string(contentHash),
                ":created": .seconds(clock.now),
            ]) { value, _ in value })
        if let jobID {
            update.updateExpression += ", job_id = :job"
            update.values[":job"] = .string(jobID)
        }
        mark(&update)
        update.updateExpression += " REMOVE error_code, error_message"
        return update
    }

    /// Says in the record which function it belongs to, where two share the table.
    private func mark(_ update: inout DynamoDBUpdate) {
        guard let type = table.evaluationType else { return }
        update.updateExpression += ", evaluation_type = :type"
        update.values[":type"] = .string(type)
    }

    private func read(_ item: Data?) throws(JobStoreError) -> (JobRecord.Header, JobRecord) {
        guard let item, let header = try? DynamoDBDecoder().decode(JobRecord.Header.self, from: item) else {
            throw .unreadable(.decoding("JobRecord"))
        }
        return (header, JobRecord(header: header, item: item))
    }
}

extension AttributeValue {
    /// Unix time in whole seconds, as N.
    static func seconds(_ date: Date) -> AttributeValue {
        .number("\(Int64(date.timeIntervalSince1970))")
    }

    /// Unix time in whole milliseconds, as N.
    static func milliseconds(_ date: Date) -> AttributeValue {
        .number("\(Int64(date.timeIntervalSince1970 * 1000))")
    }
}
