/// When a kept connection is used again.
///
/// A connection that was idle may be dead without our knowing: the server closed it while the function was frozen, or a
/// network device forgot it. What is sent into it is lost, and the sender can't tell a lost request from one that is
/// being worked on. Therefore (docs/decisions, connection reuse):
/// 1. A connection that was idle for more than `reuse` is not used again. Servers close theirs later.
/// 2. On one that was idle for more than `trust` the request's head goes first. Only when the server's TCP has
///    acknowledged it does the body follow, so that a dead connection never swallows a whole paid request. Without an
///    acknowledgement within `acknowledgement` the request moves to a new connection.
/// 3. Anything unacknowledged for `unacknowledged` ends a connection (TCP_USER_TIMEOUT), and so does a peer that
///    answers no keep-alive probe for so long.
struct CurlConnectionPolicy: Sendable {
    var reuse: Duration = .seconds(10)
    var trust: Duration = .seconds(1)
    /// A round trip to another continent, twice, and one lost packet.
    var acknowledgement: Duration = .seconds(1)
    /// With the first probe after 5 seconds of silence and one every 2 seconds: three lost probes.
    var unacknowledged: Duration = .seconds(11)
    var keepAliveIdle: Duration = .seconds(5)
    var keepAliveInterval: Duration = .seconds(2)

    /// For a peer on the same machine, which is frozen and thawed with us: the kernel knows at once when it is gone.
    static let loopback = CurlConnectionPolicy(reuse: .seconds(365 * 86400), trust: .seconds(365 * 86400))
}
