import BandUpCore
import Base
import FoundationEssentials
import Glibc

/// The life of a function's process, from `main` to its end.
///
///     await LambdaRuntime.run(["essays": Essays.handler, "marking": Marking.handler])
public struct LambdaRuntime {
    /// Builds the handler that `_HANDLER` names, then takes invocations for ever.
    ///
    /// An error thrown while it is built, an unknown name, or a wrong log setting is sent to `/runtime/init/error` and ends the process
    /// with status 1; so does a Runtime API that is absent or fails. SIGTERM ends it with status 0 at once.
    public static func run(_ handlers: HandlerTable) async -> Never {
        // `_exit` is all that is safe in a signal handler, and enough: log lines are written unbuffered, and what was
        // under way is redelivered by its queue. SIGPIPE would end the process when a peer closes its connection.
        signal(SIGTERM) { _ in _exit(0) }
        signal(SIGPIPE, SIG_IGN)

        let clock = SystemClock()
        let started = clock.now
        let environment = Environment.process
        let fallbackLogger = Logger()
        guard let address = environment["AWS_LAMBDA_RUNTIME_API"], let endpoint = HTTPEndpoint("http://\(address)")
        else {
            fallbackLogger.fatal(
                """
                AWS_LAMBDA_RUNTIME_API names no Runtime API. This program runs under AWS Lambda or its emulator: \
                try `make invoke` or `make demo`
                """)
            exit(1)
        }
        bypassProxy(for: endpoint.host, environment)
        let api = RuntimeAPIClient(endpoint: endpoint, http: runtimeTransport(environment))

        let startup: LambdaStartup
        let handler: any LambdaHandler
        let metricsWriter: MetricsWriter?
        do {
            startup = LambdaStartup(
                environment: environment, logger: try Logger(environment: environment), clock: clock)
            metricsWriter = try MetricsWriter.configured(by: environment)
            handler = try await handlers.maker(environment)(startup)
        } catch {
            await reportStartFailure(error, to: api, fallbackLogger)
            exit(1)
        }
        let logger = startup.logger
        Task {
            // The first `/next` goes out before anything else: Lambda may have an event for it already.
            try? await clock.sleep(for: headStart)
            await handler.warmUp(logger)
        }
        let loop = InvocationLoop(
            api: api, handler: handler, logger: startup.logger, clock: startup.clock, metricsWriter: metricsWriter,
            started: environment.isStartedAhead ? nil : started)
        if await loop.run() == .unreachable {
            startup.logger.fatal(
                """
                nothing listens on AWS_LAMBDA_RUNTIME_API. This program runs under AWS Lambda or its emulator: \
                try `make invoke` or `make demo`
                """)
        }
        exit(1)
    }

    /// What the first `/next` takes to be sent.
    private static let headStart = Duration.milliseconds(5)

    /// docs/decisions/0008-slim-build.md compares the two.
    private static func runtimeTransport(_ environment: Environment) -> any HTTPClient {
        #if Slim
        CurlHTTPClient(environment: environment, clock: SystemClock(), policy: .loopback)
        #else
        URLSessionHTTPClient()
        #endif
    }

    private static func reportStartFailure(_ error: any Error, to api: RuntimeAPIClient, _ logger: Logger) async {
        logger.fatal("the function can't start", .error(error))
        do {
            try await api.reportStartFailure(InvocationError(error))
        } catch {
            logger.error("the failed start could not be reported", .error(error))
        }
    }

    /// libcurl, under URLSession, would send even loopback requests through `http_proxy`.
    private static func bypassProxy(for host: String, _ environment: Environment) {
        let proxies = ["http_proxy", "all_proxy", "ALL_PROXY"]
        guard proxies.contains(where: { environment[$0] != nil }) else { return }
        let exempt = environment["no_proxy"] ?? environment["NO_PROXY"]
        if exempt != "*" { setenv("no_proxy", exempt.map { "\($0),\(host)" } ?? host, 1) }
    }
}
