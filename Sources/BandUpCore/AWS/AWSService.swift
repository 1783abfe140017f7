/// The AWS services in use, with the names that signing, endpoints and variables need.
public enum AWSService: String, Sendable, CaseIterable {
    case s3
    case dynamoDB
    case sqs
    case secretsManager
    case bedrockRuntime

    /// The service's part of the credential scope. Bedrock's runtime signs as plain `bedrock`.
    package var signingName: String {
        switch self {
        case .s3: "s3"
        case .dynamoDB: "dynamodb"
        case .sqs: "sqs"
        case .secretsManager: "secretsmanager"
        case .bedrockRuntime: "bedrock"
        }
    }

    /// The first label of the service's host: `<prefix>.<region>.amazonaws.com`.
    package var endpointPrefix: String {
        self == .bedrockRuntime ? "bedrock-runtime" : signingName
    }

    /// The suffix of the SDKs' standard variable `AWS_ENDPOINT_URL_<suffix>`.
    package var environmentSuffix: String {
        switch self {
        case .s3: "S3"
        case .dynamoDB: "DYNAMODB"
        case .sqs: "SQS"
        case .secretsManager: "SECRETS_MANAGER"
        case .bedrockRuntime: "BEDROCK_RUNTIME"
        }
    }
}
