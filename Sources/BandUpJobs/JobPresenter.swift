import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials

/// Turns jobs and records into the API's responses.
struct JobPresenter<Worker: JobWorker>: Sendable {

    /// How long a client should wait before it asks again for a job under way.
    private static var pollInterval: Duration { .seconds(5) }

    var notFound: APIError { APIError(.notFound, "There is no such record.") }
    var conflict: APIError { APIError(.conflict, "This id was used for other content.") }

    /// 200 with the result, or the error that the job ended in.
    func response(
        to disposition: JobProcessor<Worker>.Disposition, key: JobKey
    ) throws(APIError) -> HTTPReply {
        switch disposition {
        case .completed(let outcome):
            return try .json(
                JobAnswer(
                    idField: Worker.idField, id: key.id.description, user: key.userID, outcome: outcome))
        case .failed(let failure):
            throw APIError(failure)
        case .released(let failure, let retryAfter):
            throw APIError(failure, retryAfter: retryAfter ?? Self.pollInterval)
        case .inProgress:
            throw APIError(
                .inProgress, "This job is being worked on. Ask for its record later.", retryAfter: Self.pollInterval)
        case .conflict:
            throw conflict
        }
    }

    /// The same for a job that was settled before.
    func response(to record: JobRecord, key: JobKey) throws(APIError) -> HTTPReply {
        if let failure = record.failure { throw APIError(failure.code, failure.message) }
        return try .json(
            JobAnswer(
                idField: Worker.idField, id: key.id.description, user: key.userID, outcome: try outcome(of: record)))
    }

    /// 202 with the place where the result will be.
    ///
    /// - Parameter afterwards: what is still done in this invocation.
    func accepted(_ key: JobKey, afterwards: (@Sendable () async -> Void)? = nil) -> HTTPReply {
        let id = "\(JSONText.quoted(Worker.idField)):\(JSONText.quoted(key.id.description))"
        return HTTPReply(
            status: 202,
            headers: [
                "Location": "\(Worker.collectionPath)/\(key.id)",
                "Retry-After": "\(Int(Self.pollInterval.seconds))",
            ],
            body: Data("{\(id),\"status\":\"\(JobStatus.processing.rawValue)\"}".utf8), afterwards: afterwards)
    }

    /// A record as GET shows it: its state, and the result or the error.
    func representation(
        of record: JobRecord, key: JobKey
    ) throws(APIError) -> HTTPReply {
        let outcome = record.status == .completed ? try outcome(of: record) : nil
        let body = RecordRepresentation(
            record: record, idField: Worker.idField, id: key.id.description, user: key.userID, outcome: outcome)
        let headers: HTTPHeaders =
            record.status == .processing ? ["Retry-After": "\(Int(Self.pollInterval.seconds))"] : [:]
        return try .json(body, headers: headers)
    }

    /// `{"items": […], "next_cursor"}`: records as above, with summaries for results.
    func representation(
        of page: JobHistoryPage, user: UserID, nextCursor: String?
    ) throws(APIError) -> HTTPReply {
        let items = page.entries.map { entry in
            // A result that can't be read leaves its record in the list, with its state.
            let outcome = entry.record.status == .completed ? try? entry.record.outcome(Worker.Outcome.self) : nil
            return RecordRepresentation(
                record: entry.record, idField: Worker.idField, id: entry.id, user: user, outcome: outcome)
        }
        return try .json(HistoryRepresentation(items: items, nextCursor: nextCursor))
    }

    private func outcome(of record: JobRecord) throws(APIError) -> Worker.Outcome {
        do {
            let outcome = try record.outcome(Worker.Outcome.self)
            guard outcome.isWhole else { throw APIError(.unavailable, "The stored result can't be read.") }
            return outcome
        } catch {
            throw APIError(.unavailable, "The stored result can't be read.")
        }
    }
}

/// `{"<id field>", …the result's fields}`
struct JobAnswer<Outcome: JobOutcome>: Encodable {
    let idField: String
    let id: String
    let user: UserID
    let outcome: Outcome

    func encode(to encoder: any Encoder) throws {
        try outcome.encode(to: encoder)
        var fields = encoder.container(keyedBy: FieldName.self)
        try fields.encode(id, forKey: FieldName(idField))
        if Outcome.showsUser { try fields.encode(user.description, forKey: FieldName("user_id")) }
    }
}

/// `{"<id field>", "status", "created_at", …the result's fields, "error"?}`
private struct RecordRepresentation<Outcome: JobOutcome>: Encodable {
    struct Failure: Encodable {
        let code: String
        let message: String
    }

    let record: JobRecord
    let idField: String
    let id: String
    let user: UserID
    let outcome: Outcome?

    func encode(to encoder: any Encoder) throws {
        if let outcome {
            try JobAnswer(idField: idField, id: id, user: user, outcome: outcome).encode(to: encoder)
        }
        // After the result, whose own `status` (a flashcard set's `success`) gives way to the record's.
        var fields = encoder.container(keyedBy: FieldName.self)
        try fields.encode(id, forKey: FieldName(idField))
        try fields.encode(record.status, forKey: FieldName("status"))
        try fields.encode(Int64(record.createdAt.timeIntervalSince1970), forKey: FieldName("created_at"))
        if let failure = record.failure {
            try fields.encode(
                Failure(code: failure.code.rawValue, message: failure.message), forKey: FieldName("error"))
        }
    }
}

private struct HistoryRepresentation<Outcome: JobOutcome>: Encodable {
    let items: [RecordRepresentation<Outcome>]
    let nextCursor: String?

    enum CodingKeys: String, CodingKey {
        case items
        case nextCursor = "next_cursor"
    }
}

/// A JSON member's name that is not known before run time.
private struct FieldName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}
