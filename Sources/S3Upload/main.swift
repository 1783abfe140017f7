import Base
import BandUpCore
import BandUpJobs
import BandUpLambda

await LambdaRuntime.run { startup in
    let services = try Services(startup)
    let environment = services.environment
    return UploadFunction(
        service: UploadService(
            s3: services.s3,
            audioBucket: try environment.required("S3_BUCKET_AUDIO"),
            documentsBucket: try environment.required("S3_BUCKET_DOCUMENTS"),
            clock: services.clock),
        responder: try APIResponder(environment: environment))
}
