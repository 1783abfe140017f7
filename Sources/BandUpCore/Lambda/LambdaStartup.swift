/// What a function is built from: all that its `main` gets from outside.
public struct LambdaStartup: Sendable {
    public let environment: Environment
    public let logger: Logger
    public let clock: any WallClock

    public init(environment: Environment, logger: Logger, clock: any WallClock = SystemClock()) {
        self.environment = environment
        self.logger = logger
        self.clock = clock
    }
}
