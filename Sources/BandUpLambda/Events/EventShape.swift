import BandUpCore
package import Base
package import FoundationEssentials

/// An event before it is decoded: which members it has, which is what tells the kinds of events apart.
package struct EventShape: Sendable {
    /// As Lambda handed it over.
    package let event: Data
    /// JSON that the caller of an invocation sent beside the event (`X-Amz-Client-Context`).
    package let clientContext: String?
    /// Nil for what is no JSON object.
    private let outline: JSONOutline?
    /// Of the member that every gateway's event has; nil where there is none, or it is no object.
    private let contextOutline: JSONOutline?

    /// - Throws: `UnsupportedEvent` for nesting that no event has (an authorizer's context is a `JSONValue`, which takes
    ///   long over it).
    package init(_ event: Data, clientContext: String? = nil) throws(UnsupportedEvent) {
        guard !JSONDepth.exceeds(JSONValue.maximumDepth, in: event) else {
            throw UnsupportedEvent(problem: "The event is nested too deeply.")
        }
        self.event = event
        self.clientContext = clientContext
        outline = JSONOutline(event)
        contextOutline = outline?["requestContext"].flatMap { JSONOutline(Self.part($0, of: event)) }
    }

    /// Whether there is such a member, null or not.
    package func has(_ name: String) -> Bool { outline?.contains(name) ?? false }

    package func hasAny(of names: [String]) -> Bool { names.contains(where: has) }

    /// The member's text; nil where it is no string.
    package func text(_ name: String) -> String? {
        value(name).flatMap { try? JSONDecoder().decode(String.self, from: $0) }
    }

    /// Whether the request's context has such a member.
    package func contextHas(_ name: String) -> Bool { contextOutline?.contains(name) ?? false }

    package var isObject: Bool { outline != nil }

    package var isArray: Bool {
        event.first { ![UInt8(ascii: " "), 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "[")
    }

    package func decode<Event: Decodable>(_ type: Event.Type) throws -> Event {
        try JSONDecoder().decode(type, from: event)
    }

    private func value(_ name: String) -> Data? {
        outline?[name].map { Self.part($0, of: event) }
    }

    private static func part(_ place: Range<Int>, of event: Data) -> Data {
        event[(event.startIndex + place.lowerBound)..<(event.startIndex + place.upperBound)]
    }
}

extension EventShape {
    /// Members that the events of other services have and none of ours: buses and schedules, Config, CodePipeline, Cognito
    /// triggers, Connect, Firehose, Kafka and MQ, IoT, Lex, Logs, S3 batch and object lambdas, VPC Lattice, AppSync,
    /// CloudFormation, load balancers (in the request's context).
    ///
    /// An event that has one is of no kind that a handler takes, whatever else it carries.
    private static let foreignMarks = [
        "detail-type", "invokingEvent", "configRuleName", "CodePipeline.job", "triggerSource", "userPoolId", "Details",
        "deliveryStreamArn", "eventSource", "eventSourceArn", "eventSourceARN", "rmqMessagesByQueue", "bot",
        "currentIntent", "sessionState", "awslogs", "invocationSchemaVersion", "getObjectContext", "raw_path",
        "is_base64_encoded", "typeName", "fieldName", "prev", "RequestType", "ResponseURL", "StackId", "Event",
        "identityPoolId", "deviceEvent",
    ]

    /// Whether a load balancer, VPC Lattice or another service has sent this.
    package var isForeign: Bool {
        contextHas("elb") || contextHas("serviceNetworkArn") || hasAny(of: Self.foreignMarks)
    }

    /// What Lambda authorizers are asked.
    package var isAuthorizerEvent: Bool { hasAny(of: ["methodArn", "routeArn", "authorizationToken"]) }

    /// What Bedrock's agents send.
    package var isActionGroup: Bool { has("messageVersion") }
}
