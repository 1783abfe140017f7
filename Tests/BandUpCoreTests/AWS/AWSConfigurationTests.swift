import Base
import Testing

@testable import BandUpCore

@Suite struct AWSConfigurationTests {
    private let minimum = [
        "AWS_REGION": "ap-southeast-1", "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "hidden-secret",
        "AWS_SESSION_TOKEN": "hidden-token",
    ]

    private func configuration(_ changes: [String: String]) throws(ConfigurationError) -> AWSConfiguration {
        try AWSConfiguration(environment: Environment(minimum.merging(changes) { $1 }))
    }

    @Test(
        "a variable that is missing, empty or wrong is named",
        arguments: [
            ("AWS_REGION", ""), ("AWS_REGION", "eu/../evil.example"), ("AWS_REGION", "-x"), ("AWS_REGION", "EU"),
            ("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", ""), ("AWS_ENDPOINT_URL", "localhost"),
            ("AWS_ENDPOINT_URL_SECRETS_MANAGER", "ftp://x"),
        ])
    func namesVariable(variable: String, value: String) {
        let error = #expect(throws: ConfigurationError.self) { try configuration([variable: value]) }
        #expect(error?.variable == variable)
    }

    @Test("AWS_DEFAULT_REGION counts where AWS_REGION is absent or empty")
    func regions() throws {
        #expect(try configuration(["AWS_DEFAULT_REGION": "us-west-2"]).region == "ap-southeast-1")
        #expect(try configuration(["AWS_REGION": "", "AWS_DEFAULT_REGION": "us-west-2"]).region == "us-west-2")
    }

    @Test("an empty session token is none")
    func emptyToken() throws {
        #expect(try configuration(["AWS_SESSION_TOKEN": ""]).credentials.sessionToken == nil)
        #expect(try configuration([:]).credentials.sessionToken == "hidden-token")
    }

    @Test("credentials show neither secret nor token, however they are printed")
    func printing() throws {
        let credentials = try configuration([:]).credentials
        var dumped = ""
        dump(try configuration([:]), to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] {
            #expect(!text.contains("hidden"))
        }
    }

    @Test(
        "each service has its host in the region",
        arguments: [
            (AWSService.s3, "https://s3.ap-southeast-1.amazonaws.com"),
            (.dynamoDB, "https://dynamodb.ap-southeast-1.amazonaws.com"),
            (.sqs, "https://sqs.ap-southeast-1.amazonaws.com"),
            (.secretsManager, "https://secretsmanager.ap-southeast-1.amazonaws.com"),
            (.bedrockRuntime, "https://bedrock-runtime.ap-southeast-1.amazonaws.com"),
        ])
    func hosts(service: AWSService, url: String) throws {
        #expect(try configuration([:]).endpoint(for: service).description == url)
    }

    @Test("another region, another host; China and the European cloud have domains of their own")
    func otherRegions() throws {
        let configuration = try configuration([:])
        let hosts = ["us-east-1", "cn-north-1", "eusc-de-east-1"].map {
            configuration.endpoint(for: .sqs, region: $0).host
        }
        #expect(
            hosts == [
                "sqs.us-east-1.amazonaws.com", "sqs.cn-north-1.amazonaws.com.cn", "sqs.eusc-de-east-1.amazonaws.eu",
            ])
    }

    @Test("a service's own endpoint goes before the common one, and both before AWS")
    func endpoints() throws {
        let configuration = try configuration([
            "AWS_ENDPOINT_URL": "http://127.0.0.1:5000", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": "http://127.0.0.1:6000",
        ])
        #expect(configuration.endpoint(for: .sqs).description == "http://127.0.0.1:5000")
        #expect(configuration.endpoint(for: .bedrockRuntime, region: "x").description == "http://127.0.0.1:6000")
    }

    @Test("configured endpoints can be switched off, as in the SDKs")
    func ignoredEndpoints() throws {
        let configuration = try configuration([
            "AWS_ENDPOINT_URL": "http://127.0.0.1:5000", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "True",
        ])
        #expect(configuration.endpoint(for: .sqs).host == "sqs.ap-southeast-1.amazonaws.com")
    }
}
