import BandUpCore

await LambdaRuntime.run { startup in
    let services = try Services(startup)
    let gemini = try services.gemini()
    let worker = SpeakingWorker(
        generator: gemini.generator,
        model: try services.environment.geminiModel(SpeakingWorker.modelVariable, default: Services.defaultModel),
        s3: services.s3,
        objects: ObjectPolicy(bucket: try services.environment.required("S3_BUCKET_AUDIO")),
        files: gemini.files,
        inlineLimit: try services.environment.integer(
            SpeakingWorker.inlineLimitVariable, default: GeminiClient.maxRequestByteCount,
            in: 0...GeminiClient.maxRequestByteCount))
    return try services.jobFunction(worker, table: .evaluations(services.environment, type: "speaking"))
}
