import BandUpCore
import BandUpLambda
import Base
import TestSupport
import Testing

@testable import BandUpJobs

@Suite("Building the clients from the environment") struct ServicesTests {
    private static let complete = [
        "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret",
        "GEMINI_API_KEY_SECRET_ARN": "arn:aws:secretsmanager:eu-central-1:1:secret:gemini",
        "CURSOR_SECRET_ARN": "arn:aws:secretsmanager:eu-central-1:1:secret:cursors",
    ]

    private func build(_ variables: [String: String]) throws(ConfigurationError) {
        let environment = Environment(Self.complete.merging(variables) { _, new in new })
        let services = try Services(
            LambdaStartup(environment: environment, logger: Logger(write: { _ in }), clock: SteppingClock()))
        _ = try services.generator()
        _ = try services.environment.geminiModel("GEMINI_MODEL", default: Services.defaultModel)
        _ = try RetrievalSettings(environment: environment)
        _ = try services.jobFunction(EchoWorker(), table: .evaluations(environment, type: "writing"), calls: [])
    }

    @Test("what has no default is enough, and an empty variable is as good as none")
    func complete() throws {
        try build([:])
        try build(["GEMINI_MODEL": "", "QUEUE_URL": "", "API_TIMEOUT": "", "AWS_ENDPOINT_URL": ""])
        try build(["S3_BUCKET_DOCUMENTS": "bandup-documents", "QUEUE_URL": "https://sqs/1/q", "API_TIMEOUT": "5"])
    }

    @Test(
        "what is missing or wrong stops the start, named",
        arguments: [
            ("AWS_REGION", ""), ("AWS_REGION", "eu central"), ("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", ""),
            ("GEMINI_API_KEY_SECRET_ARN", ""), ("CURSOR_SECRET_ARN", ""), ("API_AUTH", "open"),
            ("GEMINI_MODEL", "../x"), ("GEMINI_ENDPOINT", "not a URL"),
            ("AWS_ENDPOINT_URL", "ftp://x"), ("AWS_ENDPOINT_URL_S3", "x"), ("MAX_RECEIVE_COUNT", "0"),
            ("MAX_RECEIVE_COUNT", "many"), ("API_TIMEOUT", "30"), ("API_TIMEOUT", "-1"), ("BATCH_CONCURRENCY", "0"),
            ("CORS_ALLOW_ORIGIN", "https://x/path"), ("RAG_CHUNK_SIZE", "0"), ("RAG_CHUNK_OVERLAP", "many"),
        ])
    func wrong(variable: String, value: String) {
        let error = #expect(throws: ConfigurationError.self) { try build([variable: value]) }
        #expect(error?.variable == variable)
        // A single digit may stand in the range that is named.
        #expect(value.count < 2 || error?.description.contains(value) == false)
    }

    @Test("tables have their names from the environment, or the usual ones")
    func tables() {
        let named = Environment(["DYNAMODB_EVALUATIONS": "e", "DYNAMODB_FLASHCARD_SETS": "f"])
        #expect(JobTable.evaluations(named, type: "writing").name == "e")
        #expect(JobTable.flashcardSets(named).name == "f")
        #expect(JobTable.evaluations(Environment([:]), type: "writing").name == "bandup-evaluations")
        #expect(JobTable.flashcardSets(Environment([:])).name == "bandup-flashcard-sets")
        #expect(JobTable.flashcardSets(Environment([:])).idAttribute == "set_id")
    }
}
