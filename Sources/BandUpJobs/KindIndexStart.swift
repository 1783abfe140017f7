import BandUpCore
import Base
import FoundationEssentials
import Synchronization

/// From when on every record of a kind is in `JobTable.kindIndex`: records of earlier versions of this program lack the
/// attribute that puts them there (docs/decisions/0016-histories-by-kind.md).
///
/// The table itself says when, in an item of its own, one for each kind: the first history that is read writes it, with
/// a margin in which the last invocations of an earlier version end. Its id can't be a job's, and it is in no index.
final class KindIndexStart: Sendable {
    private let table: DynamoDBTable
    private let known = Mutex<[String: Int64]>([:])

    /// Longer than an invocation can last, and than clocks are apart.
    static let margin = Duration.seconds(3600)
    static let id = "#history"

    init(table: DynamoDBTable) {
        self.table = table
    }

    private struct Marker: Decodable, Sendable {
        let indexedSince: Int64

        enum CodingKeys: String, CodingKey {
            case indexedSince = "indexed_since"
        }
    }

    /// In Unix seconds.
    func seconds(of evaluationType: String, now: Date, deadline: Deadline) async throws(DynamoDBError) -> Int64 {
        if let since = known.withLock({ $0[evaluationType] }) { return since }
        let start = AttributeValue.seconds(now.addingTimeInterval(Self.margin.seconds))
        let marker = try await table.update(
            table.key(Self.id, evaluationType),
            "SET \(name: "indexed_since") = if_not_exists(\(name: "indexed_since"), \(value: start))",
            returning: .new, as: Marker.self, deadline: deadline)
        guard let marker else { throw .aws(.malformedAnswer(operation: "UpdateItem")) }
        known.withLock { $0[evaluationType] = marker.indexedSince }
        return marker.indexedSince
    }
}
