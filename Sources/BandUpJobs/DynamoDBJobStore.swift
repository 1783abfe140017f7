package import BandUpCore
package import Base
package import FoundationEssentials

/// The job states in a DynamoDB table, one UpdateItem a transition.
///
///                    claim (free, or expired and same content)
///      (none) ─────────────────────────────┐
///        │ enqueue                         ▼          complete (owner)
///        └──────────▶ processing ────▶ processing ───────────────────▶ completed
///                     no claim   claim   claimed   ── fail (owner) ──▶ failed ──┐
///                         ▲                │                             ▲      │ claim, unless
///                         └── release ─────┘          reject (none) ─────┘      │ sealed
///                                          ▲────────────────────────────────────┘
///
/// A reader turns `processing` to `failed` where the record was abandoned (`JobClaim`).
package struct DynamoDBJobStore: JobStore {
    let kind: JobTable
    let table: DynamoDBTable
    let clock: any WallClock
    let indexed: KindIndexStart

    package init(client: DynamoDBClient, table kind: JobTable, clock: any WallClock = SystemClock()) {
        self.kind = kind
        self.clock = clock
        table = DynamoDBTable(kind.name, partitionKey: kind.idAttribute, sortKey: "user_id", client: client)
        indexed = KindIndexStart(table: table)
    }

    // MARK: - Beginning

    package func claim(
        _ key: JobKey, contentHash: String, jobID: String?, expires: Date, isLast: Bool, deadline: Deadline
    ) async throws(JobStoreError) -> ClaimOutcome {
        let claim = JobClaim(key: key)
        let end = expires.addingTimeInterval(JobClaim.clockSkew.seconds)
        var attributes: DynamoDBItem = [
            "status": .status(.processing), "content_hash": .string(contentHash),
            "claim_owner": .string(claim.owner),
            "claim_expires_at": .milliseconds(end),
            "abandoned_at": .milliseconds(isLast ? end : queueForgets),
        ]
        attributes["job_id"] = jobID.map { .string($0) }
        attributes.merge(kind.attributes(of: key.userID)) { $1 }
        let update: DynamoDBExpression = """
            \(.set(attributes)), \
            \(name: "created_at") = if_not_exists(\(name: "created_at"), \(value: .seconds(clock.now))), \
            \(name: "attempts") = if_not_exists(\(name: "attempts"), \(value: .number("0"))) + \(value: .number("1")) \
            REMOVE \(name: "error_code"), \(name: "error_message")
            """
        do throws(DynamoDBError) {
            let updated = try await table.update(
                table.key(key), update, if: isFree(for: contentHash), returning: .updatedNew,
                as: ClaimedAttributes.self, deadline: deadline)
            guard let updated else { throw DynamoDBError.aws(.malformedAnswer(operation: "UpdateItem")) }
            return .claimed(JobClaim(key: key, owner: claim.owner, attempt: updated.attempts))
        } catch .conditionalCheckFailed(let item) {
            return try outcome(of: claim, contentHash: contentHash, found: item)
        } catch {
            throw .unavailable(error)
        }
    }

    /// When SQS would have given up a job that waits in a queue now.
    private var queueForgets: Date { clock.now.addingTimeInterval(JobClaim.longestQueueStay.seconds) }

    /// What the claim reads of the attributes that it has just written.
    private struct ClaimedAttributes: Decodable, Sendable {
        let attempts: Int
    }

    /// Free: not there, or failed before its content was known, or of the same content and (released, expired, or failed
    /// in a way that may turn out better: of what lies in the content itself the same, paid for again, would come out; a
    /// refusal that was wrong does not lie in it).
    private func isFree(for contentHash: String) -> DynamoDBExpression {
        """
        attribute_not_exists(\(name: table.partitionKey)) \
        OR (\(name: "status") = \(value: .status(.failed)) AND attribute_not_exists(\(name: "content_hash"))) \
        OR (\(name: "content_hash") = \(value: .string(contentHash)) AND (\
        (\(name: "status") = \(value: .status(.processing)) \
        AND \(name: "claim_expires_at") < \(value: .milliseconds(clock.now))) \
        OR (\(name: "status") = \(value: .status(.failed)) \
        AND (\(name: "error_message") = \(value: .string(JobFailure.withdrawnRefusal)) \
        OR (\(name: "error_code") <> \(value: .string(ErrorCode.unprocessable.rawValue)) \
        AND \(name: "error_code") <> \(value: .string(ErrorCode.unreadableDocument.rawValue)))))))
        """
    }

    /// Reads from the old item why the claim was refused.
    private func outcome(
        of claim: JobClaim, contentHash: String, found item: ScannedItem?
    ) throws(JobStoreError) -> ClaimOutcome {
        guard let item else { throw .unreadable(.decoding("the item behind a failed condition")) }
        let (header, record) = try read(item)
        // An UpdateItem whose answer got lost is repeated by the retry layer, and then finds itself.
        if header.claimOwner == claim.owner {
            return .claimed(JobClaim(key: claim.key, owner: claim.owner, attempt: header.attempts ?? 1))
        }
        guard header.contentHash == contentHash, header.evaluationType == kind.evaluationType else { return .conflict }
        guard header.status == .processing else { return .settled(record) }
        return .inProgress(until: Date(timeIntervalSince1970: Double(header.claimExpiresAt ?? 0) / 1000))
    }

    package func enqueue(
        _ key: JobKey, contentHash: String, jobID: String?, deadline: Deadline
    ) async throws(JobStoreError) -> ClaimOutcome {
        // Queued is the same as claimed and released; `claim` decides whether the id is free for it.
        let outcome = try await claim(
            key, contentHash: contentHash, jobID: jobID, expires: clock.now, isLast: true,
            deadline: deadline)
        if case .claimed(let claim) = outcome { try await release(claim, deadline: deadline) }
        return outcome
    }

    // MARK: - Ending

    package func complete(
        _ claim: JobClaim, outcome: EncodedItem, deadline: Deadline
    ) async throws(JobStoreError) {
        let removed = Self.claimAttributes + ["error_code", "error_message"]
        try await finish(
            claim, .completed, .set(outcome, and: ["status": .status(.completed)], removing: removed),
            deadline: deadline)
    }

    package func fail(_ claim: JobClaim, _ failure: JobFailure, deadline: Deadline) async throws(JobStoreError) {
        try await finish(
            claim, .failed, .set(attributes(of: failure), removing: Self.claimAttributes), deadline: deadline)
    }

    /// What ends with a claim; its owner stays in the record.
    private static let claimAttributes = ["claim_expires_at", "abandoned_at"]

    package func release(_ claim: JobClaim, deadline: Deadline) async throws(JobStoreError) {
        do {
            try await finish(
                claim, .processing,
                .set(
                    ["claim_expires_at": .number("0"), "abandoned_at": .milliseconds(queueForgets)],
                    removing: ["claim_owner"]),
                deadline: deadline)
        } catch .claimLost {
            // Somebody else has it, or this is a repetition whose first answer got lost: it is given up either way.
        }
    }

    /// One transition from `processing` that only the claim's owner may make. `complete` and `fail` leave the owner in
    /// the record, so that they can be repeated when their answer got lost: a record may be in `status` already.
    private func finish(
        _ claim: JobClaim, _ status: JobStatus, _ update: DynamoDBExpression, deadline: Deadline
    ) async throws(JobStoreError) {
        let isOurs: DynamoDBExpression = """
            \(name: "claim_owner") = \(value: .string(claim.owner)) \
            AND (\(name: "status") = \(value: .status(.processing)) OR \(name: "status") = \(value: .status(status)))
            """
        do {
            try await table.update(table.key(claim.key), update, if: isOurs, deadline: deadline)
        } catch .conditionalCheckFailed {
            throw .claimLost
        } catch {
            throw .unavailable(error)
        }
    }

    package func reject(_ key: JobKey, _ failure: JobFailure, deadline: Deadline) async throws(JobStoreError) {
        var attributes = attributes(of: failure)
        attributes["created_at"] = .seconds(clock.now)
        attributes.merge(kind.attributes(of: key.userID)) { $1 }
        do {
            try await table.update(
                table.key(key), .set(attributes), if: "attribute_not_exists(\(name: table.partitionKey))",
                deadline: deadline)
        } catch .conditionalCheckFailed {
            // The id has a job with a body that could be read: its record stands.
        } catch {
            throw .unavailable(error)
        }
    }

    private func attributes(of failure: JobFailure) -> DynamoDBItem {
        [
            "status": .status(.failed), "error_code": .string(failure.code.rawValue),
            "error_message": .string(failure.message),
        ]
    }

    // MARK: - Reading

    package func record(_ key: JobKey, deadline: Deadline) async throws(JobStoreError) -> JobRecord? {
        let item: ScannedItem?
        do {
            item = try await table.get(ScannedItem.self, table.key(key), consistentRead: true, deadline: deadline)
        } catch {
            throw .unavailable(error)
        }
        guard let item else { return nil }
        let (header, record) = try read(item)
        guard header.evaluationType == kind.evaluationType else { return nil }
        guard header.isAbandoned(at: clock.now), let newer = await settleAbandoned(key, item, deadline) else {
            return record
        }
        return try read(newer).1
    }

    /// Writes `failed` into an abandoned record, unless something has happened to it since it was read.
    /// - Returns: the item as it is by now, if something has; nil where it stays abandoned. That holds also where the
    ///   table did not take the write: the next reader makes it.
    private func settleAbandoned(_ key: JobKey, _ item: ScannedItem, _ deadline: Deadline) async -> ScannedItem? {
        guard let abandonedAt = item["abandoned_at"] else { return nil }
        let abandoned = JobRecord.Failure.abandoned
        let update = DynamoDBExpression.set(
            attributes(of: JobFailure(abandoned.code, abandoned.message)),
            // Without its owner a function that was frozen, not killed, can't complete what was reported as failed.
            removing: Self.claimAttributes + ["claim_owner"])
        do {
            try await table.update(
                table.key(key), update,
                if: """
                    \(name: "status") = \(value: .status(.processing)) \
                    AND \(name: "abandoned_at") = \(value: abandonedAt)
                    """, deadline: deadline)
        } catch .conditionalCheckFailed(let newer) {
            return newer
        } catch {}
        return nil
    }

    func read(_ item: ScannedItem) throws(JobStoreError) -> (JobRecord.Header, JobRecord) {
        do {
            let header = try item.decode(JobRecord.Header.self)
            return (header, JobRecord(header: header, item: item, at: clock.now))
        } catch {
            throw .unreadable(.decoding(error, JobRecord.self))
        }
    }
}

extension DynamoDBTable {
    func key(_ key: JobKey) -> DynamoDBItem {
        self.key(key.id.description, key.userID.description)
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

    static func status(_ status: JobStatus) -> AttributeValue {
        .string(status.rawValue)
    }
}
