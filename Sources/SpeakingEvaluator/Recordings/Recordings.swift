import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining

/// Recordings of IELTS Speaking: transcribed and marked by a model that hears them.
enum Recordings {
    static func handler(_ startup: LambdaStartup) throws -> EventHandler {
        let services = try Services(startup)
        let gemini = try services.gemini()
        let rungs = try services.environment.modelLadder(
            "GEMINI_AUDIO_MODELS", single: SpeakingWorker.modelVariable, default: Services.defaultModel)
        let bucket = try services.environment.required("S3_BUCKET_AUDIO")
        let worker = SpeakingWorker(
            generator: gemini.generator,
            model: rungs[0],
            s3: services.s3,
            objects: ObjectPolicy(bucket: bucket),
            files: gemini.files,
            inlineLimit: try services.environment.integer(
                SpeakingWorker.inlineLimitVariable, default: GeminiClient.maxRequestByteCount,
                in: 0...GeminiClient.maxRequestByteCount),
            options: try ExaminingOptions(services.environment, rungs: rungs))
        return try services.jobFunction(
            worker, table: .evaluations(services.environment, type: "speaking"),
            calls: [services.s3.endpoint(ofBucket: bucket), services.geminiEndpoint()]
        ).handler()
    }
}
