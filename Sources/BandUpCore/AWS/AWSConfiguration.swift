package import Base

/// Region, credentials and endpoints: what every AWS client of the process shares.
public struct AWSConfiguration: Sendable {
    package let region: String
    package let credentials: AWSCredentials
    /// Endpoints that stand in for the real ones, such as a local emulator.
    private let customEndpoints: [AWSService: HTTPEndpoint]

    public init(region: String, credentials: AWSCredentials, customEndpoints: [AWSService: HTTPEndpoint] = [:]) {
        self.region = region
        self.credentials = credentials
        self.customEndpoints = customEndpoints
    }

    /// Reads the AWS SDKs' standard variables: `AWS_REGION`, then `AWS_DEFAULT_REGION`; the credentials;
    /// `AWS_ENDPOINT_URL_<SERVICE>`, then `AWS_ENDPOINT_URL`, unless `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is `true`.
    package init(environment: Environment) throws(ConfigurationError) {
        // Not joined by `??`, which forgets the type of the errors.
        var region = try environment.region("AWS_REGION")
        if region == nil { region = try environment.region("AWS_DEFAULT_REGION") }
        guard let region else { throw ConfigurationError(variable: "AWS_REGION", problem: "is not set") }
        var endpoints: [AWSService: HTTPEndpoint] = [:]
        if environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() != "true" {
            let common = try environment.endpoint("AWS_ENDPOINT_URL")
            for service in AWSService.allCases {
                let own = try environment.endpoint("AWS_ENDPOINT_URL_\(service.environmentSuffix)")
                endpoints[service] = own ?? common
            }
        }
        self.init(
            region: region, credentials: try AWSCredentials(environment: environment), customEndpoints: endpoints)
    }

    /// Where `service` is called: the configured endpoint, else AWS's own in `region` (nil: the configuration's).
    package func endpoint(for service: AWSService, region: String? = nil) -> HTTPEndpoint {
        if let custom = customEndpoints[service] { return custom }
        let region = region ?? self.region
        return HTTPEndpoint(
            scheme: .https, host: "\(service.endpointPrefix).\(region).\(Self.dnsSuffix(ofRegion: region))")
    }

    /// The partition's domain. The isolated partitions are not known here; they need `AWS_ENDPOINT_URL`.
    private static func dnsSuffix(ofRegion region: String) -> String {
        if region.hasPrefix("cn-") { return "amazonaws.com.cn" }
        if region.hasPrefix("eusc-") { return "amazonaws.eu" }
        return "amazonaws.com"
    }
}

extension Environment {
    /// A region's name, or nil where the variable is absent. It becomes a part of host names, so it must be a DNS label.
    package func region(_ name: String) throws(ConfigurationError) -> String? {
        guard let text = self[name] else { return nil }
        let isLabel = text.utf8.count <= 63 && text.utf8.allSatisfy { $0.isLowercaseLetterOrDigit || $0 == 0x2D }
        guard isLabel, text.utf8.first != 0x2D, text.utf8.last != 0x2D else {
            throw ConfigurationError(variable: name, problem: "must be the name of a region, such as eu-central-1")
        }
        return text
    }
}
