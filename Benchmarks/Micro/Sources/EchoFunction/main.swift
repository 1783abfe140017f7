import BandUpLambda
import FoundationEssentials

/// The runtime loop of the functions with the work of `BareLoop`: every event is its own answer.
struct Echo: LambdaHandler {
    func handle(_ event: Data, context: LambdaContext) async throws -> LambdaAnswer {
        LambdaAnswer(event)
    }
}

await LambdaRuntime.run(["echo": { _ in Echo() }])
