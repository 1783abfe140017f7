package import BandUpCore
package import BandUpLambda
package import Base
package import FoundationEssentials

/// A kind of jobs: the same job, whether it comes from the queue, the API or a direct invocation. One function may host
/// several kinds, each with its routes; messages of its queue are of one of them.
package struct JobFunction<Worker: JobWorker>: Sendable {
    private let consumer: JobQueueConsumer<Worker>
    private let api: JobAPI<Worker>
    private let configuration: JobConfiguration
    private let warmUp: WarmUp?

    /// - Parameters:
    ///   - cursorSecret: what the key that signs the cursors of histories is derived from.
    ///   - warmUp: nil to begin nothing before the first job.
    package init(
        worker: Worker, store: any JobStore, recovery: (any RecoveryStore)?, queue: any JobQueue,
        cursorSecret: any APIKeyProvider, configuration: JobConfiguration, clock: any WallClock = SystemClock(),
        warmUp: WarmUp? = nil
    ) {
        self.configuration = configuration
        self.warmUp = warmUp
        let processor = JobProcessor(worker: worker, store: store, recovery: recovery, clock: clock)
        consumer = JobQueueConsumer(worker: worker, processor: processor, store: store, configuration: configuration)
        api = JobAPI(
            worker: worker, processor: processor, store: store, queue: queue, cursorSecret: cursorSecret,
            configuration: configuration, clock: clock)
    }

    /// Submit, read back, list.
    package var routes: [HTTPRoute] { api.routes }

    /// A handler for these jobs and, beside them, for further routes.
    package func handler(with others: [HTTPRoute] = []) -> EventHandler {
        let function = HTTPFunction(
            routes: routes + others, access: configuration.access, responder: configuration.responder)
        return EventHandler(
            .event(SQSEvent.self) { batch, context in
                LambdaAnswer(await consumer.consume(batch, context: context).json)
            },
            .http(function), .direct(function, at: api.submission),
            warmUp: { await warmUp?.run($0) })
    }
}
