import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials

/// Reads jobs back: one record, or a user's history.
struct JobReader<Worker: JobWorker>: Sendable {
    let store: any JobStore
    let cursors: HistoryCursors
    let presenter: JobPresenter<Worker>

    func record(_ call: HTTPCall) async throws -> HTTPReply {
        let userID = try call.user()
        // An id that can't be one of ours names nothing.
        guard let id = call.id(as: JobID.self) else { throw presenter.notFound }
        let key = JobKey(id: id, userID: userID)
        let record: JobRecord?
        do {
            record = try await store.record(key, deadline: call.context.deadline)
        } catch {
            throw unavailable(error, call.context)
        }
        guard let record else { throw presenter.notFound }
        return try presenter.representation(of: record, key: key)
    }

    func history(_ call: HTTPCall) async throws -> HTTPReply {
        let userID = try call.user()
        let limit = try call.pageLimit()
        let deadline = call.context.deadline
        var after: HistoryPosition?
        if let cursor = call.request.query["cursor"] {
            after = try await cursors.position(of: cursor, for: userID, deadline: deadline)
        }
        let page: JobHistoryPage
        do {
            page = try await store.history(
                JobHistoryQuery(
                    userID: userID, after: after, limit: limit, attributes: Worker.Outcome.listedAttributes),
                deadline: deadline)
        } catch {
            throw unavailable(error, call.context)
        }
        var next: String?
        if let position = page.next {
            next = try await cursors.cursor(at: position, of: userID, deadline: deadline)
        }
        return try presenter.representation(of: page, user: userID, nextCursor: next)
    }

    private func unavailable(_ error: JobStoreError, _ context: LambdaContext) -> APIError {
        context.logger.error("the records could not be read", .error(error))
        return .busy
    }
}
