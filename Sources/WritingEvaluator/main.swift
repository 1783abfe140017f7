import BandUpCore

await LambdaRuntime.run { startup in
    let services = try Services(startup)
    let worker = try WritingWorker(services)
    return try services.jobFunction(worker, table: .evaluations(services.environment, type: "writing"))
}
