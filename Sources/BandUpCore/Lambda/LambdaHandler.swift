import FoundationEssentials

/// A function: takes an invocation's event and gives its answer. A thrown error is reported for this invocation; the
/// loop goes on with the next one.
public protocol LambdaHandler: Sendable {
    func handle(_ event: Data, context: LambdaContext) async throws -> LambdaAnswer

    /// Begins what every invocation needs from outside. Runs once, beside the first wait for an invocation, when Lambda
    /// gives a starting function more of a processor than later; nothing waits for its end.
    func warmUp(_ logger: Logger) async
}

extension LambdaHandler {
    public func warmUp(_ logger: Logger) async {}
}

/// What goes to the caller, and what is still to be done in the same invocation once it has gone.
public struct LambdaAnswer: Sendable {
    /// JSON.
    public let payload: Data
    /// Runs after the answer was posted and before the next invocation is asked for: the Runtime API allows it, the
    /// function is not frozen meanwhile, and the invocation's deadline still holds.
    public let afterwards: (@Sendable () async -> Void)?

    public init(_ payload: Data, afterwards: (@Sendable () async -> Void)? = nil) {
        self.payload = payload
        self.afterwards = afterwards
    }
}

/// What the Runtime API says about one invocation.
public struct LambdaContext: Sendable {
    public let requestID: String
    public let deadline: Deadline
    public let invokedFunctionARN: String
    /// The X-Ray header's value, where tracing sent one.
    public let traceID: String?
    /// Writes the request id with every line.
    public let logger: Logger

    public init(
        requestID: String, deadline: Deadline, invokedFunctionARN: String, traceID: String? = nil, logger: Logger
    ) {
        self.requestID = requestID
        self.deadline = deadline
        self.invokedFunctionARN = invokedFunctionARN
        self.traceID = traceID
        self.logger = logger
    }

    public func remainingTime(on clock: any WallClock = SystemClock()) -> Duration {
        deadline.remaining(on: clock)
    }
}
