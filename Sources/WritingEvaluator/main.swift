import BandUpCore
import BandUpJobs
import BandUpLambda

await LambdaRuntime.run { startup in
    let services = try Services(startup)
    let worker = try WritingWorker(services)
    let model =
        switch worker.provider {
        case "bedrock": services.aws.endpoint(for: .bedrockRuntime, region: try services.bedrockRegion())
        default: try services.geminiEndpoint()
        }
    return try services.jobFunction(
        worker, table: .evaluations(services.environment, type: "writing"), calls: [model])
}
