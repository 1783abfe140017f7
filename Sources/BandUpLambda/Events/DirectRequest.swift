import BandUpCore
package import FoundationEssentials

/// The event is itself the request (`aws lambda invoke`, a state machine), from a caller with the right to invoke the
/// function: a trusted one. It has no mark of any other kind of event.
package struct DirectRequest: LambdaEvent {
    package static let kind: StaticString = "direct requests"

    /// Not looked at yet: what is no JSON object gets its error where requests are read.
    package let body: Data

    private static let marks = [
        "Records", "requestContext", "httpMethod", "routeKey", "rawPath", "methodArn", "routeArn", "authorizationToken",
        "messageVersion",
    ]

    package static func matches(_ shape: EventShape) -> Bool {
        !shape.isArray && !shape.isForeign && !shape.hasAny(of: marks) && !GatewayToolCall.isNamed(in: shape)
    }

    package init(_ shape: EventShape) {
        body = shape.event
    }
}
