import BandUpCore
package import Base
package import FoundationEssentials

/// A handler that names the kinds of events it takes; everything else is refused without effect.
///
///     EventHandler(.event(SQSEvent.self, consumer.consume), .http(function), .direct(function, at: submit))
package struct EventHandler: LambdaHandler {
    private let triggers: [Trigger]
    private let begin: @Sendable (Logger) async -> Void

    /// - Parameter warmUp: begins what every invocation needs from outside.
    package init(_ triggers: Trigger..., warmUp: @escaping @Sendable (Logger) async -> Void = { _ in }) {
        self.triggers = triggers
        begin = warmUp
    }

    package func warmUp(_ logger: Logger) async {
        await begin(logger)
    }

    /// - Throws: `UnsupportedEvent` for an event of a kind that is not taken.
    package func handle(_ event: Data, context: LambdaContext) async throws -> LambdaAnswer {
        let shape = try EventShape(event, clientContext: context.clientContext)
        guard let trigger = triggers.first(where: { $0.matches(shape) }) else {
            let taken = triggers.map { "\($0.kind)" }.joined(separator: ", ")
            throw UnsupportedEvent(
                problem: "The event is of a kind that this function does not take. It takes: \(taken).")
        }
        return try await trigger.answer(shape, context)
    }
}

/// One kind of events, and what is done with them.
package struct Trigger: Sendable {
    let kind: StaticString
    let matches: @Sendable (EventShape) -> Bool
    let answer: @Sendable (EventShape, LambdaContext) async throws -> LambdaAnswer

    package static func event<Event: LambdaEvent>(
        _ type: Event.Type, _ answer: @escaping @Sendable (Event, LambdaContext) async throws -> LambdaAnswer
    ) -> Trigger {
        Trigger(kind: Event.kind, matches: Event.matches) { shape, context in
            try await answer(Event(shape), context)
        }
    }

    /// Requests of API Gateway, in either payload format.
    package static func http(_ function: HTTPFunction) -> Trigger {
        Trigger(
            kind: HTTPAPIEvent.kind, matches: { HTTPAPIEvent.matches($0) || RESTAPIEvent.matches($0) },
            answer: { shape, context in
                let request = shape.has("httpMethod") ? RESTAPIEvent(shape).request : HTTPAPIEvent(shape).request
                return await function.answer(request, context: context)
            })
    }

    /// Requests from trusted callers, each the event itself, answered as the route answers.
    package static func direct(_ function: HTTPFunction, at route: HTTPRoute) -> Trigger {
        .event(DirectRequest.self) { request, context in
            await function.answer(request, at: route, context: context)
        }
    }
}
