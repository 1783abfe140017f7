package import Base

/// What a function is built from: all that its `main` gets from outside.
public struct LambdaStartup: Sendable {
    package let environment: Environment
    package let logger: Logger
    package let clock: any WallClock

    package init(environment: Environment, logger: Logger, clock: any WallClock = SystemClock()) {
        self.environment = environment
        self.logger = logger
        self.clock = clock
    }
}
