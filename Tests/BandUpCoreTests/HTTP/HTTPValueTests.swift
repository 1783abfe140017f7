import Base
import Foundation
import Testing

@testable import BandUpCore

@Suite struct HTTPValueTests {
    @Test("header names compare without case, but only letters do")
    func names() {
        var headers: HTTPHeaders = ["Content-Type": "a"]
        #expect(headers["content-TYPE"] == "a")
        // `-` and CR differ by the bit that tells upper from lower case.
        #expect(headers["content\rtype"] == nil)
        headers.append("CONTENT-TYPE", "b")
        #expect(headers["Content-Type"] == "a")
        headers["content-type"] = "c"
        #expect(headers.fields.map(\.value) == ["c"])
        headers["Content-type"] = nil
        #expect(headers.fields.isEmpty)
    }

    @Test("fields keep their order")
    func order() {
        var headers: HTTPHeaders = ["b": "1", "a": "2"]
        headers.append("c", "3")
        #expect(headers.fields.map(\.name) == ["b", "a", "c"])
    }

    @Test(
        "a body's length is known before it is read",
        arguments: [(0, 0), (1, 4), (2, 4), (3, 4), (4, 8), (18_000_000, 24_000_000)])
    func base64Length(byteCount: Int, expected: Int) {
        let body = HTTPBody(segments: [.base64OfFile(path: "/none", byteCount: byteCount), .bytes(Data("ab".utf8))])
        #expect(body.contentLength == expected + 2)
    }

    @Test("an empty text is an empty body")
    func emptyBody() {
        #expect(HTTPBody("").isEmpty && HTTPBody("") == .empty && HTTPBody(Data()).segments.isEmpty)
        #expect(!HTTPBody("x").isEmpty)
    }

    @Test("a request's target is base path, path and query")
    func target() {
        let endpoint = HTTPEndpoint(scheme: .https, host: "h", basePath: "/base/")
        let request = HTTPRequest(.get, endpoint, path: "/p", query: "q=1")
        #expect(request.target == "/base/p?q=1")
        #expect(request.url == "https://h/base/p?q=1")
    }
}
