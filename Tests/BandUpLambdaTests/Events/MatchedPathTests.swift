import BandUpCore
import Testing

@testable import BandUpLambda

@Suite struct MatchedPathTests {
    @Test(
        "a base path or a mapping key before what the gateway matched is no part of the path",
        arguments: [
            ("/writing/evaluations", "/writing/evaluations", nil, "/writing/evaluations"),
            ("/v1/writing/evaluations", "/writing/evaluations", nil, "/writing/evaluations"),
            ("/a/b/writing/evaluations/s-1", "/writing/evaluations/{id}", nil, "/writing/evaluations/s-1"),
            ("/v1/writing/evaluations/s%2D1", "/writing/{proxy+}", "evaluations/s-1", "/writing/evaluations/s%2D1"),
            ("/v1/uploads", "/{proxy+}", "uploads", "/uploads"),
            // A base path that is called like the route itself.
            ("/writing/writing/evaluations", "/writing/{proxy+}", "evaluations", "/writing/evaluations"),
            ("/writing/evaluations", "/writing/{proxy+}", "evaluations", "/writing/evaluations"),
        ])
    func basePaths(asked: String, resource: String, proxy: String?, path: String) {
        #expect(MatchedPath(asked, resource: resource, proxy: proxy).path == path)
    }

    @Test(
        "what matches nothing, and what the gateway says nothing of, stays as it was asked for",
        arguments: [
            ("/writing/evaluations", nil), ("/writing/evaluations", "$default"),
            ("/writing/evaluations", "/speaking/{id}"),
            ("/a", "/a/b"), ("", "/a"), ("/", "/{proxy+}"), ("//a", "/{proxy+}"),
        ])
    func unmatched(asked: String, resource: String?) {
        #expect(MatchedPath(asked, resource: resource, proxy: nil).path == asked)
    }
}
