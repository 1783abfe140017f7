package import Base
import FoundationEssentials

/// Calls DynamoDB. A table's operations are `DynamoDBTable`'s; here is what goes across tables.
package struct DynamoDBClient: Sendable {
    private let client: AWSClient

    /// - Parameter client: of the service `.dynamoDB`.
    package init(client: AWSClient) {
        self.client = client
    }

    /// All of the writes or none, at twice the price of single ones. At most 100, each of another item.
    ///
    /// A transaction whose answer got lost is repeated under one token, and done once. One that met another, or was
    /// throttled, is repeated until the deadline.
    /// - Throws: `.transactionCanceled` with a reason for each write.
    package func transact(_ writes: [DynamoDBWrite], deadline: Deadline) async throws(DynamoDBError) {
        var json = JSONBytes()
        json.append("{\"TransactItems\":[")
        for (index, write) in writes.enumerated() {
            if index > 0 { json.append("," as Unicode.Scalar) }
            json.append("{\"")
            json.append(plain: String(write.operation.dropLast("Item".count)))
            json.append("\":")
            json.bytes += try write.body()
            json.append("}" as Unicode.Scalar)
        }
        json.append("],\"ClientRequestToken\":")
        json.append(quoted: UUID().uuidString.lowercased())
        json.append("}" as Unicode.Scalar)
        var attempt = 1
        while true {
            do throws(DynamoDBError) {
                _ = try await answer("TransactWriteItems", json.bytes, deadline)
                return
            } catch .transactionCanceled(let reasons) where CancellationReason.pass(reasons) {
                guard await waits(after: attempt, until: deadline) else { throw .transactionCanceled(reasons) }
                attempt += 1
            }
        }
    }

    // MARK: Steps

    func answer(
        _ operation: String, _ body: [UInt8], _ deadline: Deadline
    ) async throws(DynamoDBError) -> DynamoDBAnswer {
        let data: Data
        do {
            data = try await client.call(
                target: "DynamoDB_20120810.\(operation)", body: Data(body), deadline: deadline)
        } catch .service(let error) where error.code == "ConditionalCheckFailedException" {
            let found = try? DynamoDBAnswer(error.body)
            throw .conditionalCheckFailed(item: found?.scannedItem(at: found?.members.item))
        } catch .service(let error) where error.code == "TransactionCanceledException" {
            guard let found = try? DynamoDBAnswer(error.body) else { throw .aws(.service(error)) }
            throw .transactionCanceled(
                found.members.cancellationReasons.map { reason in
                    CancellationReason(code: .init(reason.code), item: found.scannedItem(at: reason.item))
                })
        } catch {
            throw .aws(error)
        }
        do throws(JSONFault) {
            return try DynamoDBAnswer(data)
        } catch {
            throw .aws(.malformedAnswer(operation: operation))
        }
    }

    /// Pauses before what was left undone is asked for again: up to 50 ms, then twice as long each time.
    ///
    /// - Returns: false where the deadline leaves no room for it.
    func waits(after attempt: Int, until deadline: Deadline) async -> Bool {
        let pause = Self.passing.pauseBound(after: attempt, throttled: false) * Double.random(in: 0...1)
        guard deadline.remaining(on: client.clock) > pause else { return false }
        do {
            try await client.clock.sleep(for: pause)
            return true
        } catch {
            return false
        }
    }

    private static let passing = RetryPolicy(
        maxAttempts: .max, transientBase: .milliseconds(50), throttlingBase: .milliseconds(50), maxPause: .seconds(5))
}
