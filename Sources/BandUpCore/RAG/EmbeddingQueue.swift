import Synchronization

/// Texts on their way to the embedder, taken by several workers while they are still being added.
///
/// Each different text has one row of the matrix and is handed out once, in the order of adding.
final class EmbeddingQueue: Sendable {
    struct Job: Sendable {
        let row: Int
        let text: String
    }

    private struct State {
        var rows: [String: Int] = [:]
        var jobs: [Job] = []
        var nextJob = 0
        var workers: [CheckedContinuation<Job?, Never>] = []
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Jobs handed out so far.
    var startedJobs: Int { state.withLock { $0.nextJob } }

    /// - Returns: the text's row.
    @discardableResult
    func add(_ text: String) -> Int {
        let (row, waiting) = state.withLock { state -> (Int, (worker: CheckedContinuation<Job?, Never>, job: Job)?) in
            if let row = state.rows[text] { return (row, nil) }
            let job = Job(row: state.rows.count, text: text)
            state.rows[text] = job.row
            state.jobs.append(job)
            guard !state.isClosed, !state.workers.isEmpty else { return (job.row, nil) }
            state.nextJob += 1
            return (job.row, (state.workers.removeFirst(), job))
        }
        if let waiting { waiting.worker.resume(returning: waiting.job) }
        return row
    }

    /// No text will follow: workers end once all jobs are taken.
    func close() {
        end(discarding: false)
    }

    /// The next job; nil once the queue is closed and empty, or a worker's task was cancelled.
    func next() async -> Job? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready: Job?? = state.withLock { state in
                    if state.nextJob < state.jobs.count {
                        state.nextJob += 1
                        return .some(state.jobs[state.nextJob - 1])
                    }
                    if state.isClosed { return .some(nil) }
                    state.workers.append(continuation)
                    return nil
                }
                if let ready { continuation.resume(returning: ready) }
            }
        } onCancel: {
            // Workers are only ever cancelled all together.
            end(discarding: true)
        }
    }

    private func end(discarding isDiscarding: Bool) {
        let workers = state.withLock { state in
            state.isClosed = true
            if isDiscarding { state.jobs.removeSubrange(state.nextJob...) }
            defer { state.workers = [] }
            return state.workers
        }
        for worker in workers { worker.resume(returning: nil) }
    }
}
