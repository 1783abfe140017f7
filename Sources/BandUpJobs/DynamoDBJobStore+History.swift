import BandUpCore
package import Base
import FoundationEssentials

extension DynamoDBJobStore {
    /// The most queries of one page. Each reads at most 1 MB (DynamoDB's own limit), so that a table full of the other
    /// function's records costs at most ten of them before the caller is given what was found, and a cursor.
    static let mostHistoryQueries = 10
    /// The most items that one query reads.
    private static let mostItemsRead = 1000

    /// Reads the index that holds a user's records by time. It follows the table within about a second: a record just
    /// written may be missing.
    package func history(
        _ wanted: JobHistoryQuery, deadline: Deadline
    ) async throws(JobStoreError) -> JobHistoryPage {
        var entries: [JobHistoryPage.Entry] = []
        var start = wanted.after.map { indexKey(of: $0, user: wanted.userID) }
        for round in 0..<Self.mostHistoryQueries {
            // One more than is shown tells whether anything follows.
            let missing = wanted.limit + 1 - entries.count
            let page: DynamoDBPage<DynamoDBItem>
            do {
                page = try await client.query(
                    DynamoDBItem.self,
                    query(wanted, from: start, limit: itemsToRead(for: missing, round: round)), deadline: deadline)
            } catch {
                throw .unavailable(error)
            }
            entries += page.items.compactMap(entry)
            start = page.lastEvaluatedKey
            if entries.count > wanted.limit || start == nil { break }
        }
        guard entries.count > wanted.limit else {
            return JobHistoryPage(entries: entries, next: start.flatMap(position))
        }
        entries.removeLast(entries.count - wanted.limit)
        return JobHistoryPage(
            entries: entries,
            next: entries.last.map { last in
                HistoryPosition(id: last.id, createdAt: Int64(last.record.createdAt.timeIntervalSince1970))
            })
    }

    /// Where two functions share the table, what the filter drops has been read all the same: more is read from round to
    /// round, as the other function's records turn out to be many.
    private func itemsToRead(for missing: Int, round: Int) -> Int {
        table.evaluationType == nil ? missing : min(Self.mostItemsRead, missing << (round + 1))
    }

    private func query(_ wanted: JobHistoryQuery, from start: DynamoDBItem?, limit: Int) -> DynamoDBQuery {
        let common = [table.idAttribute, "status", "created_at", "error_code", "error_message", "abandoned_at"]
        return DynamoDBQuery(
            table: table.name, index: JobTable.historyIndex,
            keyCondition: "\(name: "user_id") = \(value: .string(wanted.userID.description))",
            filter: table.evaluationType.map { "\(name: "evaluation_type") = \(value: .string($0))" },
            projection: common + wanted.attributes.filter { !common.contains($0) },
            scanIndexForward: false, limit: limit, exclusiveStartKey: start)
    }

    /// Nil for a record that is not of the shape that this program writes: one such does not hide all others.
    private func entry(_ item: DynamoDBItem) -> JobHistoryPage.Entry? {
        guard case .string(let id)? = item[table.idAttribute], let (_, record) = try? read(item) else { return nil }
        return JobHistoryPage.Entry(id: id, record: record)
    }

    private func indexKey(of position: HistoryPosition, user: UserID) -> DynamoDBItem {
        [
            table.idAttribute: .string(position.id), "user_id": .string(user.description),
            "created_at": .number("\(position.createdAt)"),
        ]
    }

    private func position(of key: DynamoDBItem) -> HistoryPosition? {
        guard case .string(let id)? = key[table.idAttribute], case .number(let time)? = key["created_at"],
            let createdAt = Int64("\(time)")
        else { return nil }
        return HistoryPosition(id: id, createdAt: createdAt)
    }
}
