import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpCore

/// The golden file's shape; decoded with keys converted from snake case.
struct SigV4Golden: Decodable {
    let oracle: String
    let headers: [HeaderCase]
    let queries: [QueryCase]
    let s3Urls: [S3URLCase]

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
        let accessKey: String
        let secret: String
        let token: String?
        /// Seconds since 1970.
        let time: Int

        var date: Date { Date(timeIntervalSince1970: Double(time)) }

        func signer() throws -> SigV4Signer {
            let signed = try #require(AWSService.allCases.first { $0.signingName == service })
            let credentials = AWSCredentials(accessKeyID: accessKey, secretAccessKey: secret, sessionToken: token)
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
        let unsignedPayload: Bool
        let canonicalRequest: String
        let authorization: String
        let contentSha256: String?

        var payload: PayloadHash { unsignedPayload ? .unsigned : PayloadHash(HTTPBody(request.body)) }

        enum CodingKeys: CodingKey {
            case unsignedPayload, canonicalRequest, authorization, contentSha256
        }

        init(from decoder: any Decoder) throws {
            request = try Request(from: decoder)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            unsignedPayload = try container.decode(Bool.self, forKey: .unsignedPayload)
            canonicalRequest = try container.decode(String.self, forKey: .canonicalRequest)
            authorization = try container.decode(String.self, forKey: .authorization)
            contentSha256 = try container.decodeIfPresent(String.self, forKey: .contentSha256)
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
        let accessKey: String
        let secret: String
        let token: String?
        let time: Int
        let expires: Int
        let url: String

        func client() throws -> S3Client {
            var endpoints: [AWSService: HTTPEndpoint] = [:]
            if let endpoint {
                let custom: HTTPEndpoint = try #require(HTTPEndpoint(endpoint))
                endpoints[.s3] = custom
            }
            let configuration = AWSConfiguration(
                region: region,
                credentials: AWSCredentials(accessKeyID: accessKey, secretAccessKey: secret, sessionToken: token),
                customEndpoints: endpoints)
            return S3Client(configuration: configuration, http: FakeAWS([]))
        }
    }
}
