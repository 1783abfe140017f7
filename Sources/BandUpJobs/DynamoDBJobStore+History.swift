import BandUpCore
package import Base
import FoundationEssentials

extension DynamoDBJobStore {
    /// The most queries of one page. Each reads at most 1 MB (DynamoDB's own limit): where records lie among those of
    /// the table's other kinds, a page costs at most ten of them before the caller is given what was found, and a cursor.
    static let mostHistoryQueries = 10
    /// The most items that one query reads.
    private static let mostItemsRead = 1000

    /// Reads an index that holds a user's records by time. It follows the table within about a second: a record just
    /// written may be missing.
    package func history(
        _ wanted: JobHistoryQuery, deadline: Deadline
    ) async throws(JobStoreError) -> JobHistoryPage {
        do {
            return try await page(wanted, in: parts(wanted, deadline), deadline)
        } catch .aws(let error) where error.code == "ValidationException" && kind.evaluationType != nil {
            // The kind's index is not there: not built yet, or a table made by hand. The other one has all records.
            do {
                return try await page(wanted, in: [HistoryPart(userKind: nil, since: nil)], deadline)
            } catch {
                throw .unavailable(error)
            }
        } catch {
            throw .unavailable(error)
        }
    }

    /// The parts that the rest of the history may lie in, newest first.
    private func parts(
        _ wanted: JobHistoryQuery, _ deadline: Deadline
    ) async throws(DynamoDBError) -> [HistoryPart] {
        guard let type = kind.evaluationType else { return [HistoryPart(userKind: nil, since: nil)] }
        let since = try await indexed.seconds(of: type, now: clock.now, deadline: deadline)
        // Until then the index of all kinds has everything.
        guard clock.now.timeIntervalSince1970 >= Double(since) else { return [HistoryPart(userKind: nil, since: nil)] }
        let older = HistoryPart(userKind: nil, since: since)
        let newer = HistoryPart(userKind: JobTable.userKind(wanted.userID, type), since: since)
        if let after = wanted.after, !newer.holds(after) { return [older] }
        return [newer, older]
    }

    private func page(
        _ wanted: JobHistoryQuery, in parts: [HistoryPart], _ deadline: Deadline
    ) async throws(DynamoDBError) -> JobHistoryPage {
        var entries: [JobHistoryPage.Entry] = []
        var queriesLeft = Self.mostHistoryQueries
        for (number, part) in parts.enumerated() {
            var start = wanted.after.flatMap { part.holds($0) ? indexKey(of: $0, wanted.userID, part) : nil }
            // Each part that follows gets a query at least.
            let reserved = parts.count - 1 - number
            var round = 0
            repeat {
                // One more than is shown tells whether anything follows.
                let missing = wanted.limit + 1 - entries.count
                let limit = itemsToRead(for: missing, round: round, in: part)
                let page = try await table.page(
                    ScannedItem.self, query(wanted, part, from: start, limit: limit), deadline: deadline)
                entries += page.items.compactMap(entry)
                start = page.lastEvaluatedKey
                if entries.count > wanted.limit { return full(entries, wanted.limit) }
                queriesLeft -= 1
                round += 1
            } while start != nil && queriesLeft > reserved
            if let start { return JobHistoryPage(entries: entries, next: position(of: start)) }
        }
        return JobHistoryPage(entries: entries, next: nil)
    }

    private func full(_ entries: [JobHistoryPage.Entry], _ limit: Int) -> JobHistoryPage {
        let shown = Array(entries.prefix(limit))
        return JobHistoryPage(
            entries: shown,
            next: shown.last.map { last in
                HistoryPosition(id: last.id, createdAt: Int64(last.record.createdAt.timeIntervalSince1970))
            })
    }

    /// In the index of all kinds, what the filter drops has been read all the same: more is read from round to round, as
    /// the other kinds' records turn out to be many.
    private func itemsToRead(for missing: Int, round: Int, in part: HistoryPart) -> Int {
        isFiltered(part) ? min(Self.mostItemsRead, missing << (round + 1)) : missing
    }

    private func isFiltered(_ part: HistoryPart) -> Bool {
        part.userKind == nil && kind.evaluationType != nil
    }

    private func query(
        _ wanted: JobHistoryQuery, _ part: HistoryPart, from start: DynamoDBItem?, limit: Int
    ) -> DynamoDBQuery {
        let common = [kind.idAttribute, "status", "created_at", "error_code", "error_message", "abandoned_at"]
        let isOfKind = kind.evaluationType.map { type -> DynamoDBExpression in
            "\(name: "evaluation_type") = \(value: .string(type))"
        }
        return DynamoDBQuery(
            index: part.index, keyCondition: part.keyCondition(user: wanted.userID),
            filter: isFiltered(part) ? isOfKind : nil,
            projection: common + wanted.attributes.filter { !common.contains($0) },
            scanIndexForward: false, limit: limit, exclusiveStartKey: start)
    }

    /// Nil for a record that is not of the shape that this program writes: one such does not hide all others.
    private func entry(_ item: ScannedItem) -> JobHistoryPage.Entry? {
        guard case .string(let id)? = item[kind.idAttribute], let (_, record) = try? read(item) else { return nil }
        return JobHistoryPage.Entry(id: id, record: record)
    }

    private func indexKey(of position: HistoryPosition, _ user: UserID, _ part: HistoryPart) -> DynamoDBItem {
        var key = table.key(position.id, user.description)
        key["created_at"] = .integer(position.createdAt)
        key["user_kind"] = part.userKind.map { .string($0) }
        return key
    }

    private func position(of key: DynamoDBItem) -> HistoryPosition? {
        guard case .string(let id)? = key[kind.idAttribute], case .number(let time)? = key["created_at"],
            let createdAt = Int64(time)
        else { return nil }
        return HistoryPosition(id: id, createdAt: createdAt)
    }
}
