import BandUpCore
import Base
package import FoundationEssentials

/// What invoked the function, told by the event's shape.
package enum LambdaEvent: Sendable, Equatable {
    case sqs(SQSEvent)
    case api(APIGatewayRequest)
    /// Comes from API Gateway and can't be read; to be answered with this error.
    case unreadableAPI(APIError)
    /// The event is itself the request (`aws lambda invoke`), from a trusted caller; not yet looked at.
    case direct(Data)

    /// - Throws: `UnsupportedEvent` for records of another source, for SQS records without a message id, and for nesting
    ///   that no event has (an authorizer's context is a `JSONValue`, which takes long over it).
    package init(_ event: Data) throws(UnsupportedEvent) {
        guard !JSONDepth.exceeds(JSONValue.maximumDepth, in: event) else {
            throw UnsupportedEvent(problem: "The event is nested too deeply.")
        }
        // What is no JSON object has no shape: as a request it gets its error where requests are read.
        guard let shape = try? JSONDecoder().decode(EventShape.self, from: event) else {
            self = .direct(event)
            return
        }
        switch shape {
        case .sqs(let records): self = .sqs(SQSEvent(records: records))
        case .api(.success(let request)): self = .api(request)
        case .api(.failure(let error)): self = .unreadableAPI(APIError(error))
        case .unsupported(let event): throw event
        case .other: self = .direct(event)
        }
    }
}

/// An event that no function of this service is for.
package struct UnsupportedEvent: Error, Sendable, Equatable, LogSafeError, CallerSafeError {
    /// Says what was found and what is taken.
    package let problem: String

    package init(problem: String) {
        self.problem = problem
    }

    package var logDescription: String { problem }
    package var callerErrorType: String { "UnsupportedEvent" }
    package var callerMessage: String { problem }
}

/// The event in its raw shape, decoded in the same pass that finds the shape out.
private enum EventShape: Decodable {
    case sqs([SQSRecord])
    case api(Result<APIGatewayRequest, InvalidField>)
    case unsupported(UnsupportedEvent)
    case other

    private enum Keys: String, CodingKey {
        case records = "Records"
        case requestContext, httpMethod, routeKey, version
        case event = "Event"
    }

    /// SQS and S3 write `eventSource`, SNS `EventSource`.
    private struct Source: Decodable {
        let eventSource: String?
        let EventSource: String?
    }

    private struct ContextShape: Decodable {
        struct Empty: Decodable {}
        let http: Empty?
    }

    init(from decoder: any Decoder) throws {
        let event = try decoder.container(keyedBy: Keys.self)
        if event.contains(.records) {
            self = Self.records(in: event)
        } else if event.contains(.requestContext) || event.contains(.httpMethod) || event.contains(.routeKey) {
            self = .api(Self.request(in: event, decoder))
        } else if (try? event.decodeIfPresent(String.self, forKey: .event)) == "s3:TestEvent" {
            self = .unsupported(Self.otherSource("aws:s3"))
        } else {
            self = .other
        }
    }

    private static func records(in event: KeyedDecodingContainer<Keys>) -> EventShape {
        guard let sources = try? event.decode([Source].self, forKey: .records) else {
            return .unsupported(UnsupportedEvent(problem: "Records is not an array of event records."))
        }
        if let other = sources.map({ $0.eventSource ?? $0.EventSource ?? "" }).first(where: { $0 != "aws:sqs" }) {
            return .unsupported(otherSource(other))
        }
        guard let records = try? event.decode([SQSRecord].self, forKey: .records) else {
            return .unsupported(
                UnsupportedEvent(problem: "An SQS record has no messageId, or a part of the wrong type."))
        }
        return .sqs(records)
    }

    private static func otherSource(_ source: String) -> UnsupportedEvent {
        let name = source.isEmpty ? "without an event source" : "of \(LogField.sanitized(source))"
        return UnsupportedEvent(problem: "Records \(name) are not taken: only those of aws:sqs are.")
    }

    private static func request(
        in event: KeyedDecodingContainer<Keys>, _ decoder: any Decoder
    ) -> Result<APIGatewayRequest, InvalidField> {
        do {
            let context = try event.decodeIfPresent(ContextShape.self, forKey: .requestContext)
            let isV2 = context?.http != nil || (try? event.decodeIfPresent(String.self, forKey: .version)) == "2.0"
            return .success(
                try isV2
                    ? APIGatewayPayloadV2(from: decoder).request() : APIGatewayPayloadV1(from: decoder).request())
        } catch let error as InvalidField {
            return .failure(error)
        } catch {
            return .failure(InvalidField(field: nil, problem: "is not one that API Gateway sends"))
        }
    }
}
