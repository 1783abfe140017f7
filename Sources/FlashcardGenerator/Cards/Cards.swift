import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import DocumentText

/// Flashcards out of a document: its best passages by embeddings, cards of them by a model.
enum Cards {
    static func handler(_ startup: LambdaStartup) throws -> EventHandler {
        let services = try Services(startup)
        let environment = services.environment
        let bedrock = BedrockRuntimeClient(
            configuration: services.aws, http: services.http,
            region: try services.bedrockRegion(), clock: services.clock, repeatsThrottled: false)
        let bucket = try environment.required("S3_BUCKET_DOCUMENTS")
        let settings = try RetrievalSettings(environment: environment)
        let worker = FlashcardWorker(
            generator: try services.generator(),
            model: try environment.geminiModel(FlashcardWorker.modelVariable, default: Services.defaultModel),
            s3: services.s3,
            objects: ObjectPolicy(bucket: bucket),
            titan: TitanEmbeddingsClient(bedrock: bedrock),
            settings: settings,
            embeddings: AdaptiveLimiter(maximum: settings.concurrency, clock: services.clock),
            limits: try DocumentLimits(environment: environment),
            table: JobTable.flashcardSets(environment).name)
        // Not Bedrock, which a short document does not need.
        return try services.jobFunction(
            worker, table: .flashcardSets(environment),
            calls: [services.s3.endpoint(ofBucket: bucket), services.geminiEndpoint()]
        ).handler()
    }
}
