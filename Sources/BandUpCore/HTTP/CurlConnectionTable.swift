import Base
import CCurl
import FoundationEssentials

/// What is known of the connections in libcurl's pool: since when each has been idle. Only the loop's thread uses it.
struct CurlConnectionTable {
    /// What libcurl says of a connection before it sends a request there.
    struct Key: Hashable {
        let localPort: Int
        let peerAddress: String
        let peerPort: Int
    }

    /// A moment on two clocks. A frozen machine's monotonic clock may stand still, and a wall clock may be set back:
    /// the longer of both intervals counts.
    struct Moment {
        let instant: ContinuousClock.Instant
        let date: Date

        func elapsed(until later: Moment) -> Duration {
            max(instant.duration(to: later.instant), .seconds(later.date.timeIntervalSince(date)))
        }
    }

    enum Verdict: Equatable {
        /// New, or just used.
        case trusted
        /// To be proven alive by an acknowledgement beyond `bytesAcknowledged`.
        case unproven(socket: Int32, bytesAcknowledged: Int64)
        /// Not to be used.
        case stale
    }

    private struct Entry {
        let socket: Int32
        let idleSince: Moment
        var isDead = false
    }

    private let policy: CurlConnectionPolicy
    private var entries: [Key: Entry] = [:]

    init(policy: CurlConnectionPolicy) {
        self.policy = policy
    }

    /// A transfer over the connection has ended well.
    mutating func used(_ key: Key, socket: Int32, at moment: Moment) {
        // Connections that libcurl has closed stay behind; they go when the table has grown, for nothing finds them.
        if entries.count >= 256 {
            entries = entries.filter { $0.value.idleSince.elapsed(until: moment) <= policy.reuse }
        }
        entries[key] = Entry(socket: socket, idleSince: moment)
    }

    /// The connection has been opened anew: what was known of that port is of another one.
    mutating func opened(_ key: Key) {
        entries[key] = nil
    }

    /// The connection gave no sign of life.
    mutating func declareDead(_ key: Key) {
        entries[key]?.isDead = true
    }

    func verdict(on key: Key, at moment: Moment) -> Verdict {
        guard let entry = entries[key] else { return .trusted }
        let idle = entry.idleSince.elapsed(until: moment)
        if entry.isDead || idle > policy.reuse { return .stale }
        guard idle > policy.trust else { return .trusted }
        let acknowledged = ccurl_bytes_acknowledged(entry.socket)
        // A kernel that does not count acknowledgements leaves only the time to go by.
        return acknowledged < 0 ? .stale : .unproven(socket: entry.socket, bytesAcknowledged: acknowledged)
    }
}
