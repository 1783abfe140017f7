import BandUpCore
import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpLambda

@Suite("Choosing a handler") struct HandlerTableTests {
    private let table: HandlerTable = [
        "essays": { _ in ClosureHandler { _, _ in LambdaAnswer(Data("essays".utf8)) } },
        "marking": { _ in ClosureHandler { _, _ in LambdaAnswer(Data("marking".utf8)) } },
    ]

    private func chosen(_ handler: String?) async throws -> String {
        var variables: [String: String] = [:]
        variables["_HANDLER"] = handler
        let environment = Environment(variables)
        let startup = LambdaStartup(environment: environment, logger: Logger(write: { _ in }))
        let context = LambdaContext(
            requestID: "r", deadline: .after(.seconds(1), on: SystemClock()), invokedFunctionARN: "",
            logger: startup.logger)
        let made = try await table.maker(environment)(startup)
        return String(decoding: try await made.handle(Data(), context: context).payload, as: UTF8.self)
    }

    @Test("the name chooses; without one, and for `bootstrap`, it is the first")
    func choice() async throws {
        #expect(try await chosen("marking") == "marking")
        for name in [nil, "", "bootstrap", "essays", "/var/task/bootstrap"] {
            #expect(try await chosen(name) == "essays", "\(name ?? "none")")
        }
    }

    @Test("an unknown name stops the start, and says which there are", arguments: ["quizzes", "Essays", "app.handler"])
    func unknown(name: String) async {
        let error = await #expect(throws: ConfigurationError.self) { try await chosen(name) }
        #expect(error?.variable == "_HANDLER")
        #expect(error?.problem == "must be one of essays, marking")
    }

    @Test(
        "an event of a kind that is not taken fails the invocation, and reaches nothing", arguments: ForeignEvents.all)
    func refused(name: String, event: JSONValue) async {
        let reached = Locked(0)
        let handler = EventHandler(
            .event(SQSEvent.self) { _, _ in
                reached.value += 1
                return LambdaAnswer(Data())
            },
            .http(HTTPFunction(routes: [], access: APIAccess(mode: .iam), responder: APIResponder())),
            .event(DirectRequest.self) { _, _ in
                reached.value += 1
                return LambdaAnswer(Data())
            })
        let context = LambdaContext(
            requestID: "r", deadline: .after(.seconds(1), on: SystemClock()), invokedFunctionARN: "",
            logger: Logger(write: { _ in }))
        await #expect(throws: UnsupportedEvent.self) {
            _ = try await handler.handle(Data(event.text.utf8), context: context)
        }
        #expect(reached.value == 0)
    }
}
