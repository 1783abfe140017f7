import BandUpCore

await LambdaRuntime.run { startup in
    let services = try Services(startup)
    let worker = WritingWorker(
        generator: try services.generator(),
        model: try services.environment.geminiModel(WritingWorker.modelVariable, default: Services.defaultModel))
    return try services.jobFunction(worker, table: .evaluations(services.environment, type: "writing"))
}
