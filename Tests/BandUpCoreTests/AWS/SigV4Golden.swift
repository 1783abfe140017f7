import FoundationEssentials
import Testing

@testable import BandUpCore

/// The golden file's shape.
struct SigV4Golden: Decodable {
    let oracle: String
    let headers: [HeaderCase]
    let queries: [QueryCase]
    let s3URLs: [S3URLCase]

    enum CodingKeys: String, CodingKey {
        case oracle, headers, queries
        case s3URLs = "s3_urls"
    }

    struct Request: Decodable {
        let name: String
        let service: String
        let region: String
        let endpoint: String
        let method: String
        let path: String
        let query: String?
        /// Pairs of name and value.
        let headers: [[String]]
        let body: String
        let access_key: String
        let secret: String
        let token: String?
        /// Seconds since 1970.
        let time: Int

        var date: Date { Date(timeIntervalSince1970: Double(time)) }

        func signer() throws -> SigV4Signer {
            let signed = try #require(AWSService.allCases.first { $0.signingName == service })
            let credentials = AWSCredentials(accessKeyID: access_key, secretAccessKey: secret, sessionToken: token)
            return SigV4Signer(credentials: credentials, region: region, service: signed)
        }

        func httpRequest() throws -> HTTPRequest {
            var request = HTTPRequest(
                try #require(HTTPRequest.Method(rawValue: method)), try #require(HTTPEndpoint(endpoint)), path: path,
                query: query, body: HTTPBody(body))
            for header in headers { request.headers.append(header[0], header[1]) }
            return request
        }
    }

    struct HeaderCase: Decodable {
        let request: Request
        let hasUnsignedPayload: Bool
        let canonicalRequest: String
        let authorization: String
        let contentSHA256: String?

        var payload: PayloadHash { hasUnsignedPayload ? .unsigned : PayloadHash(HTTPBody(request.body)) }

        enum CodingKeys: String, CodingKey {
            case hasUnsignedPayload = "unsigned_payload"
            case canonicalRequest = "canonical_request"
            case authorization
            case contentSHA256 = "content_sha256"
        }

        init(from decoder: any Decoder) throws {
            request = try Request(from: decoder)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            hasUnsignedPayload = try container.decode(Bool.self, forKey: .hasUnsignedPayload)
            canonicalRequest = try container.decode(String.self, forKey: .canonicalRequest)
            authorization = try container.decode(String.self, forKey: .authorization)
            contentSHA256 = try container.decodeIfPresent(String.self, forKey: .contentSHA256)
        }
    }

    struct QueryCase: Decodable {
        let request: Request
        let expires: Int
        let url: String

        enum CodingKeys: CodingKey {
            case expires, url
        }

        init(from decoder: any Decoder) throws {
            request = try Request(from: decoder)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            expires = try container.decode(Int.self, forKey: .expires)
            url = try container.decode(String.self, forKey: .url)
        }
    }

    struct S3URLCase: Decodable {
        let name: String
        let bucket: String
        let key: String
        let endpoint: String?
        let region: String
        /// Present for uploads.
        let contentType: String?
        let contentLength: Int?
        let access_key: String
        let secret: String
        let token: String?
        let time: Int
        let expires: Int
        let url: String

        enum CodingKeys: String, CodingKey {
            case name, bucket, key, endpoint, region
            case contentType = "content_type"
            case contentLength = "content_length"
            case access_key, secret, token, time, expires, url
        }

        func client() throws -> S3Client {
            var endpoints: [AWSService: HTTPEndpoint] = [:]
            if let endpoint {
                let custom: HTTPEndpoint = try #require(HTTPEndpoint(endpoint))
                endpoints[.s3] = custom
            }
            let configuration = AWSConfiguration(
                region: region,
                credentials: AWSCredentials(accessKeyID: access_key, secretAccessKey: secret, sessionToken: token),
                customEndpoints: endpoints)
            return S3Client(configuration: configuration, http: FakeAWS([]))
        }
    }
}
