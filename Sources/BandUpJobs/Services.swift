package import BandUpCore
package import BandUpLambda
package import Base

/// The clients that a function is built from, each made once in `main` and handed down.
package struct Services: Sendable {
    package let environment: Environment
    package let clock: any WallClock
    package let http: any HTTPClient
    package let aws: AWSConfiguration
    package let s3: S3Client
    package let secrets: SecretsManagerClient
    /// The Gemini key, fetched once for all who need it; nil where no secret is configured.
    private let geminiKey: SecretAPIKey?

    /// Where the owner's `gemini-2.0-flash` was shut down, and where Google routes `gemini-2.5-flash` (SPEC.md section 8).
    package static let defaultModel = "gemini-3.5-flash-lite"

    /// - Throws: `ConfigurationError` naming the variable that is missing or wrong.
    package init(_ startup: LambdaStartup) throws(ConfigurationError) {
        environment = startup.environment
        clock = startup.clock
        http = CurlHTTPClient(environment: startup.environment)
        aws = try AWSConfiguration(environment: startup.environment)
        s3 = S3Client(configuration: aws, http: http, clock: clock)
        let secrets = SecretsManagerClient(configuration: aws, http: http, clock: clock)
        self.secrets = secrets
        geminiKey = environment["GEMINI_API_KEY_SECRET_ARN"].map { [clock] id in
            SecretAPIKey(id: id, client: secrets, clock: clock)
        }
    }

    /// What cursors are signed with: a secret of its own (`CURSOR_SECRET_ARN`), as Google's key goes only where Google is
    /// called.
    package func cursorSecret() throws(ConfigurationError) -> any APIKeyProvider {
        SigningSecret(
            id: try environment.required("CURSOR_SECRET_ARN"), variable: "CURSOR_SECRET_ARN", client: secrets,
            clock: clock)
    }

    /// A kind of jobs, on the clients of this function.
    ///
    /// - Parameter calls: the hosts that every job of it calls, beside its table.
    package func jobFunction<Worker: JobWorker>(
        _ worker: Worker, table: JobTable, calls: [HTTPEndpoint]
    ) throws(ConfigurationError) -> JobFunction<Worker> {
        let dynamoDB = DynamoDBClient(
            client: AWSClient(service: .dynamoDB, configuration: aws, http: http, clock: clock))
        let sqs = SQSClient(configuration: aws, http: http, clock: clock)
        let recovery = environment["S3_BUCKET_DOCUMENTS"].map { bucket in
            S3RecoveryStore(client: s3, bucket: bucket, table: table.name)
        }
        let key = calls.contains(try geminiEndpoint()) ? try requiredGeminiKey() : nil
        let warmUp = WarmUp(
            key: key, connections: [aws.endpoint(for: .dynamoDB)] + calls, http: http, clock: clock)
        return JobFunction(
            worker: worker, store: DynamoDBJobStore(client: dynamoDB, table: table, clock: clock), recovery: recovery,
            queue: SQSJobQueue(client: sqs, queueURL: environment["QUEUE_URL"]),
            cursorSecret: try cursorSecret(), configuration: try JobConfiguration(environment, clock: clock),
            clock: clock, warmUp: warmUp)
    }

    package func geminiEndpoint() throws(ConfigurationError) -> HTTPEndpoint {
        try environment.endpoint("GEMINI_ENDPOINT") ?? .gemini
    }

    package func bedrockRegion() throws(ConfigurationError) -> String {
        try environment.region("BEDROCK_REGION") ?? "us-east-1"
    }

    /// Gemini, with the key from Secrets Manager.
    package func generator() throws(ConfigurationError) -> StructuredGenerator {
        try gemini().generator
    }

    /// Gemini for questions and for files, with one cache of the key.
    package func gemini() throws(ConfigurationError) -> (generator: StructuredGenerator, files: GeminiFiles) {
        let keys = try requiredGeminiKey()
        let endpoint = try geminiEndpoint()
        let client = GeminiClient(http: http, keys: keys, endpoint: endpoint, clock: clock)
        return (
            StructuredGenerator(client: client, prices: try PriceTable(environment), clock: clock),
            GeminiFiles(http: http, keys: keys, endpoint: endpoint, clock: clock)
        )
    }

    /// A text model of Bedrock, which needs no key but the function's role.
    package func bedrockGenerator() throws(ConfigurationError) -> StructuredGenerator {
        let bedrock = BedrockRuntimeClient(
            configuration: aws, http: http, region: try bedrockRegion(), clock: clock)
        return StructuredGenerator(
            client: BedrockConverseModel(client: bedrock), prices: try PriceTable(environment), clock: clock)
    }

    private func requiredGeminiKey() throws(ConfigurationError) -> SecretAPIKey {
        guard let geminiKey else {
            throw ConfigurationError(variable: "GEMINI_API_KEY_SECRET_ARN", problem: "is not set")
        }
        return geminiKey
    }
}
