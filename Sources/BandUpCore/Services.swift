/// The clients that a function is built from, each made once in `main` and handed down.
public struct Services: Sendable {
    public let environment: Environment
    public let clock: any WallClock
    public let http: any HTTPClient
    public let aws: AWSConfiguration
    public let s3: S3Client
    /// The Gemini key, fetched once for all who need it; nil where no secret is configured.
    private let geminiKey: SecretAPIKey?

    /// Where the owner's `gemini-2.0-flash` was shut down, and where Google routes `gemini-2.5-flash` (SPEC.md section 8).
    public static let defaultModel = "gemini-3.5-flash-lite"

    /// - Throws: `ConfigurationError` naming the variable that is missing or wrong.
    public init(_ startup: LambdaStartup) throws(ConfigurationError) {
        environment = startup.environment
        clock = startup.clock
        http = CurlHTTPClient(environment: startup.environment)
        aws = try AWSConfiguration(environment: startup.environment)
        s3 = S3Client(configuration: aws, http: http, clock: clock)
        let secrets = SecretsManagerClient(configuration: aws, http: http, clock: clock)
        geminiKey = environment["GEMINI_API_KEY_SECRET_ARN"].map { [clock] id in
            SecretAPIKey(id: id, client: secrets, clock: clock)
        }
    }

    /// The handler of a function that works on jobs.
    public func jobFunction<Worker: JobWorker>(
        _ worker: Worker, table: JobTable
    ) throws(ConfigurationError) -> JobFunction<Worker> {
        let dynamoDB = DynamoDBClient(
            client: AWSClient(service: .dynamoDB, configuration: aws, http: http, clock: clock))
        let sqs = SQSClient(configuration: aws, http: http, clock: clock)
        let recovery = environment["S3_BUCKET_DOCUMENTS"].map { bucket in
            S3RecoveryStore(client: s3, bucket: bucket, table: table.name)
        }
        return JobFunction(
            worker: worker, store: DynamoDBJobStore(client: dynamoDB, table: table, clock: clock), recovery: recovery,
            queue: SQSJobQueue(client: sqs, queueURL: environment["QUEUE_URL"]),
            cursorSecret: try requiredGeminiKey(), configuration: try JobConfiguration(environment), clock: clock)
    }

    /// Gemini, with the key from Secrets Manager.
    public func generator() throws(ConfigurationError) -> StructuredGenerator {
        try gemini().generator
    }

    /// Gemini for questions and for files, with one cache of the key.
    public func gemini() throws(ConfigurationError) -> (generator: StructuredGenerator, files: GeminiFiles) {
        let keys = try requiredGeminiKey()
        let endpoint = try environment.endpoint("GEMINI_ENDPOINT") ?? .gemini
        let client = GeminiClient(http: http, keys: keys, endpoint: endpoint, clock: clock)
        return (
            StructuredGenerator(client: client, prices: try PriceTable(environment), clock: clock),
            GeminiFiles(http: http, keys: keys, endpoint: endpoint, clock: clock)
        )
    }

    /// A text model of Bedrock, which needs no key but the function's role.
    public func bedrockGenerator() throws(ConfigurationError) -> StructuredGenerator {
        let bedrock = BedrockRuntimeClient(
            configuration: aws, http: http, region: try environment.region("BEDROCK_REGION") ?? "us-east-1",
            clock: clock)
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
