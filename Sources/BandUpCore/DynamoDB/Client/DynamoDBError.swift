import Base
import FoundationEssentials

/// Why an operation of `DynamoDBTable` or `DynamoDBClient` has no result.
package enum DynamoDBError: Error, Sendable, Equatable {
    /// The condition did not hold; nothing was written.
    ///
    /// - item: the item as it is; nil where there is none.
    case conditionalCheckFailed(item: ScannedItem?)
    /// Nothing was written; the reasons are in the order of the writes.
    case transactionCanceled([CancellationReason])
    /// Time ran out before DynamoDB had done all of a batch. What it has done stays; the batch can be sent again.
    case unprocessed
    case aws(AWSError)
    /// The value has no form in DynamoDB. Type and path, no content.
    case encoding(String)
    /// What is stored does not fit the type. Type and path, no content.
    case decoding(String)
}

extension DynamoDBError: RetryClassified {
    package var retryVerdict: RetryVerdict {
        switch self {
        case .aws(let error): error.retryVerdict
        case .transactionCanceled(let reasons): CancellationReason.pass(reasons) ? .transient(after: nil) : .stop
        case .unprocessed: .throttled(after: nil)
        case .conditionalCheckFailed, .encoding, .decoding: .stop
        }
    }
}

extension DynamoDBError: LogSafeError, CustomStringConvertible {
    package var logDescription: String {
        switch self {
        case .conditionalCheckFailed: "DynamoDB condition failed"
        case .transactionCanceled(let reasons):
            "DynamoDB transaction cancelled: \(reasons.map { LogField.sanitized($0.code.name) }.joined(separator: ", "))"
        case .unprocessed: "DynamoDB batch not done in time"
        case .aws: "DynamoDB call failed"
        case .encoding(let place): "DynamoDB encoding: \(place)"
        case .decoding(let place): "DynamoDB decoding: \(place)"
        }
    }

    package var logCause: (any Error)? {
        guard case .aws(let error) = self else { return nil }
        return error
    }

    package var description: String { logDescription }
}

extension DynamoDBError {
    package static func encoding(_ error: any Error, _ type: any Any.Type) -> DynamoDBError {
        guard case EncodingError.invalidValue(_, let context)? = error as? EncodingError else {
            return .encoding("\(Swift.type(of: error)) in \(type)")
        }
        return .encoding(place("invalidValue", context.codingPath, type))
    }

    package static func decoding(_ error: any Error, _ type: any Any.Type) -> DynamoDBError {
        switch error as? DecodingError {
        case .typeMismatch(_, let context): .decoding(place("typeMismatch", context.codingPath, type))
        case .valueNotFound(_, let context): .decoding(place("valueNotFound", context.codingPath, type))
        case .keyNotFound(let key, let context): .decoding(place("keyNotFound", context.codingPath + [key], type))
        case .dataCorrupted(let context): .decoding(place("dataCorrupted", context.codingPath, type))
        default: .decoding("\(Swift.type(of: error)) in \(type)")
        }
    }

    /// `typeMismatch at feedback.2 in WritingRecord`. Keys are cut down to identifiers: a map's keys may be content.
    private static func place(_ kind: String, _ path: [any CodingKey], _ type: any Any.Type) -> String {
        let steps = path.map { $0.intValue.map(String.init) ?? LogField.sanitized($0.stringValue) }
        return "\(kind) at \(steps.isEmpty ? "the item" : steps.joined(separator: ".")) in \(type)"
    }
}
