package import BandUpCore
package import Base

/// What every job of a function needs from outside, begun at start, beside the first wait for an invocation: the Gemini
/// key, the authorities' certificates, a TLS connection to each service.
///
/// Nothing waits for it, and nothing depends on it. A job that comes meanwhile joins the fetch of the key; of connections
/// it takes what is there and opens what is not. Those that a freeze between start and first job has killed are told
/// apart by the rules for all kept connections (docs/decisions/0005-connection-reuse.md).
package struct WarmUp: Sendable {
    /// Short: a job behind a fetch that a freeze has cut in two must not wait for it.
    static let timeLimit = Duration.seconds(3)

    /// Nil where no job needs the key.
    let key: (any APIKeyProvider)?
    let connections: [HTTPEndpoint]
    let http: any HTTPClient
    let clock: any WallClock

    /// - Parameter connections: hosts that every job calls; two that are the same are opened once.
    package init(
        key: (any APIKeyProvider)?, connections: [HTTPEndpoint], http: any HTTPClient, clock: any WallClock
    ) {
        self.key = key
        self.connections = connections.reduce(into: []) { unique, endpoint in
            if !unique.contains(endpoint) { unique.append(endpoint) }
        }
        self.http = http
        self.clock = clock
    }

    /// Returns when all has come or failed. A failure is the first job's business, which meets it again and reports it.
    func run(_ logger: Logger) async {
        let deadline = Deadline.after(Self.timeLimit, on: clock)
        await withTaskGroup(of: Void.self) { group in
            if let key {
                group.addTask {
                    do {
                        _ = try await key.key(deadline: deadline)
                    } catch {
                        logger.debug("the key was not fetched ahead", .error(error))
                    }
                }
            }
            for endpoint in connections {
                group.addTask { await connect(to: endpoint, logger) }
            }
        }
    }

    /// Neither signed nor with a key: whatever the service answers, the connection is open then.
    private func connect(to endpoint: HTTPEndpoint, _ logger: Logger) async {
        do {
            let timeouts = HTTPTimeouts(connect: Self.timeLimit, stall: Self.timeLimit, total: Self.timeLimit)
            _ = try await http.send(HTTPRequest(.head, endpoint), timeouts: timeouts, into: .memory(limit: 65_536))
        } catch {
            logger.debug("no connection was opened ahead", .identifier("host", endpoint.host), .error(error))
        }
    }
}
