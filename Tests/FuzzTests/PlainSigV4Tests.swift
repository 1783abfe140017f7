import FoundationEssentials
import Testing

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining

/// The second formulation of signing is worth something only if it is right itself.
@Suite struct PlainSigV4Tests {
    private struct Golden: Decodable {
        let headers: [Case]
    }

    private struct Case: Decodable {
        let name: String
        let service: String
        let region: String
        let endpoint: String
        let method: String
        let path: String
        let query: String?
        let headers: [[String]]
        let accessKey: String
        let secret: String
        let token: String?
        let canonicalRequest: String
        let authorization: String
    }

    @Test("it makes botocore's canonical requests and signatures of the golden cases")
    func golden() throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let file = try #require(try Corpus.files(in: "Tests/BandUpCoreTests/Golden/AWS").first)
        let cases = try decoder.decode(Golden.self, from: Data(file)).headers
        #expect(cases.count > 100)
        for example in cases {
            let service = try #require(AWSService.allCases.first { $0.signingName == example.service })
            let plain = PlainSigV4(
                service: service, region: example.region,
                credentials: AWSCredentials(
                    accessKeyID: example.accessKey, secretAccessKey: example.secret, sessionToken: example.token))
            var request = HTTPRequest(
                try #require(HTTPRequest.Method(rawValue: example.method)),
                try #require(HTTPEndpoint(example.endpoint)),
                path: example.path, query: example.query)
            for header in example.headers { request.headers.append(header[0], header[1]) }
            // What signing adds stands in the canonical request itself.
            let lines = example.canonicalRequest.split(separator: "\n", omittingEmptySubsequences: false)
            var dateTime = ""
            for name in ["x-amz-date", "x-amz-security-token", "x-amz-content-sha256"] {
                guard let line = lines.first(where: { $0.hasPrefix(name + ":") }) else { continue }
                request.headers[name] = String(line.dropFirst(name.count + 1))
                if name == "x-amz-date" { dateTime = String(line.dropFirst(name.count + 1)) }
            }
            let canonical = plain.canonicalRequest(request, payload: String(try #require(lines.last)))
            #expect(canonical.utf8.elementsEqual(example.canonicalRequest.utf8), "\(example.name)")
            let signature = plain.signature(canonical, dateTime: dateTime)
            #expect(example.authorization.hasSuffix("Signature=\(signature)"), "\(example.name)")
        }
    }
}
