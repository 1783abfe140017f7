public import Base
public import FoundationEssentials

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
    package let payload: Data
    /// Runs after the answer was posted and before the next invocation is asked for: the Runtime API allows it, the
    /// function is not frozen meanwhile, and the invocation's deadline still holds.
    package let afterwards: (@Sendable () async -> Void)?

    public init(_ payload: Data, afterwards: (@Sendable () async -> Void)? = nil) {
        self.payload = payload
        self.afterwards = afterwards
    }
}

/// What the Runtime API says about one invocation.
public struct LambdaContext: Sendable {
    package let requestID: String
    package let deadline: Deadline
    package let invokedFunctionARN: String
    /// The X-Ray header's value, where tracing sent one.
    package let traceID: String?
    /// JSON that the caller of the invocation sent beside the event, where it did.
    package let clientContext: String?
    /// Writes the request id with every line.
    package let logger: Logger

    package init(
        requestID: String, deadline: Deadline, invokedFunctionARN: String, traceID: String? = nil,
        clientContext: String? = nil, logger: Logger
    ) {
        self.requestID = requestID
        self.deadline = deadline
        self.invokedFunctionARN = invokedFunctionARN
        self.traceID = traceID
        self.clientContext = clientContext
        self.logger = logger
    }
}
