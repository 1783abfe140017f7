import BandUpCore

await LambdaRuntime.run { startup in
    let services = try Services(startup)
    let worker = SpeakingWorker(
        generator: try services.generator(),
        model: try services.environment.geminiModel(SpeakingWorker.modelVariable, default: Services.defaultModel),
        s3: services.s3,
        objects: ObjectPolicy(bucket: try services.environment.required("S3_BUCKET_AUDIO")))
    return try services.jobFunction(worker, table: .evaluations(services.environment, type: "speaking"))
}
