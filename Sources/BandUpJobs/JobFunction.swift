package import BandUpCore
package import BandUpLambda
package import Base
package import FoundationEssentials

/// A job function's handler: the same job, whether it comes from the queue, the API or a direct invocation.
package struct JobFunction<Worker: JobWorker>: LambdaHandler {
    private let consumer: JobQueueConsumer<Worker>
    private let api: JobAPI<Worker>
    private let warmUp: WarmUp?

    /// - Parameters:
    ///   - cursorSecret: what the key that signs the cursors of histories is derived from.
    ///   - warmUp: nil to begin nothing before the first job.
    package init(
        worker: Worker, store: any JobStore, recovery: (any RecoveryStore)?, queue: any JobQueue,
        cursorSecret: any APIKeyProvider, configuration: JobConfiguration, clock: any WallClock = SystemClock(),
        warmUp: WarmUp? = nil
    ) {
        self.warmUp = warmUp
        let processor = JobProcessor(worker: worker, store: store, recovery: recovery, clock: clock)
        consumer = JobQueueConsumer(worker: worker, processor: processor, store: store, configuration: configuration)
        api = JobAPI(
            worker: worker, processor: processor, store: store, queue: queue, cursorSecret: cursorSecret,
            configuration: configuration, clock: clock)
    }

    package func warmUp(_ logger: Logger) async {
        await warmUp?.run(logger)
    }

    package func handle(_ event: Data, context: LambdaContext) async throws -> LambdaAnswer {
        switch try LambdaEvent(event) {
        case .sqs(let batch): LambdaAnswer(await consumer.consume(batch, context: context).json)
        case .api(let request): await api.answer(request, context: context)
        case .unreadableAPI(let error): api.answer(error, context: context)
        case .direct(let request): await api.answer(direct: request, context: context)
        }
    }
}
