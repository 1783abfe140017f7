import Base
import Testing

@testable import BandUpCore

@Suite struct HTTPEndpointTests {
    @Test(
        "an endpoint variable is read as scheme, host, port and base path",
        arguments: [
            ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
            ("https://s3.amazonaws.com:443/", "https://s3.amazonaws.com"),
            ("https://Example.COM/v1/", "https://example.com/v1"),
            ("http://[::1]:80", "http://[::1]"),
        ])
    func reads(text: String, description: String) {
        #expect(HTTPEndpoint(text)?.description == description)
    }

    @Test(
        "what is not a plain base URL is refused",
        arguments: ["", "ftp://a", "https://", "http://a:0", "http://u:p@a", "http://a?b", "a.example"])
    func refuses(text: String) {
        #expect(HTTPEndpoint(text) == nil)
    }
}
