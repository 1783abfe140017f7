import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials

/// Reads jobs back: one record, or a user's history.
struct JobReader<Worker: JobWorker>: Sendable {
    let store: any JobStore
    let cursors: HistoryCursors
    let presenter: JobPresenter<Worker>

    /// How many entries a page may have, and has without `limit` (SPEC.md section 9).
    private static var limits: ClosedRange<Int> { 1...100 }
    private static var defaultLimit: Int { 10 }

    func record(
        _ id: String?, request: APIGatewayRequest, context: LambdaContext
    ) async throws(APIError) -> APIGatewayResponse {
        let userID = try Self.user(of: request)
        // An id that can't be one of ours names nothing.
        guard let id = id.flatMap(JobID.init) else { throw presenter.notFound }
        let key = JobKey(id: id, userID: userID)
        let record: JobRecord?
        do {
            record = try await store.record(key, deadline: context.deadline)
        } catch {
            throw unavailable(error, context)
        }
        guard let record else { throw presenter.notFound }
        return try presenter.representation(of: record, key: key, for: request)
    }

    func history(_ request: APIGatewayRequest, context: LambdaContext) async throws(APIError) -> APIGatewayResponse {
        let userID = try Self.user(of: request)
        let limit = try Self.limit(of: request)
        var after: HistoryPosition?
        if let cursor = request.query["cursor"] {
            after = try await cursors.position(of: cursor, for: userID, deadline: context.deadline)
        }
        let page: JobHistoryPage
        do {
            page = try await store.history(
                JobHistoryQuery(
                    userID: userID, after: after, limit: limit, attributes: Worker.Summary.attributes),
                deadline: context.deadline)
        } catch {
            throw unavailable(error, context)
        }
        var next: String?
        if let position = page.next {
            next = try await cursors.cursor(at: position, of: userID, deadline: context.deadline)
        }
        return try presenter.representation(of: page, nextCursor: next, for: request)
    }

    private func unavailable(_ error: JobStoreError, _ context: LambdaContext) -> APIError {
        context.logger.error("the records could not be read", .error(error))
        return APIError(.unavailable, "The service is busy. Try again shortly.", retryAfter: .seconds(5))
    }

    /// The authorizer's user; for a trusted caller the one that the query names.
    private static func user(of request: APIGatewayRequest) throws(APIError) -> UserID {
        let authenticated = try request.caller.authenticatedUser()
        let named: UserID?
        do {
            let fields = RequestFields(request.query.mapValues { .string($0) })
            named = try fields.optionalIdentifier("user_id")
        } catch {
            throw APIError(error)
        }
        if let authenticated, let named, named != authenticated {
            throw APIError(.forbidden, "The user_id is not that of the caller.", field: "user_id")
        }
        guard let user = authenticated ?? named else {
            throw APIError(.invalidRequest, "user_id is missing in the query.", field: "user_id")
        }
        return user
    }

    private static func limit(of request: APIGatewayRequest) throws(APIError) -> Int {
        guard let text = request.query["limit"] else { return defaultLimit }
        // Digits alone: `Int` would take a sign too.
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let limit = Int(text),
            limits.contains(limit)
        else {
            throw APIError(
                InvalidField(
                    field: "limit",
                    problem: "must be a whole number from \(limits.lowerBound) to \(limits.upperBound)"))
        }
        return limit
    }
}
