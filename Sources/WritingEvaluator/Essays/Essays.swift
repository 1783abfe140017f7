import BandUpCore
import BandUpJobs
import BandUpLambda

/// Essays: marked by an examiner's rubric, by a model of Gemini or Bedrock.
enum Essays {
    static func handler(_ startup: LambdaStartup) throws -> EventHandler {
        let services = try Services(startup)
        let worker = try WritingWorker(services)
        let model =
            switch worker.provider {
            case "bedrock": services.aws.endpoint(for: .bedrockRuntime, region: try services.bedrockRegion())
            default: try services.geminiEndpoint()
            }
        return try services.jobFunction(
            worker, table: .evaluations(services.environment, type: "writing"), calls: [model]
        ).handler()
    }
}
