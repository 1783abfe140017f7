import BandUpCore
package import BandUpLambda
package import Base

/// What a job function reads from its environment (SPEC.md section 8).
package struct JobConfiguration: Sendable {
    /// Deliveries before SQS moves a message to the dead-letter queue.
    package let maxReceiveCount: Int
    /// How long an API caller waits before 202 is answered: less than the gateway's 30 seconds.
    package let apiTimeout: Duration
    /// Records of one batch that are worked on at the same time.
    package let batchConcurrency: Int
    package let access: APIAccess
    package let responder: APIResponder

    package init(_ environment: Environment, clock: any WallClock = SystemClock()) throws(ConfigurationError) {
        maxReceiveCount = try environment.integer("MAX_RECEIVE_COUNT", default: 5, in: 1...1000)
        apiTimeout = .seconds(try environment.integer("API_TIMEOUT", default: 25, in: 1...29))
        batchConcurrency = try environment.integer("BATCH_CONCURRENCY", default: 5, in: 1...100)
        access = try APIAccess(environment: environment, clock: clock)
        responder = try APIResponder(environment: environment)
    }
}
