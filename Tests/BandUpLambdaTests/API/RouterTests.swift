import BandUpCore
import Base
import Testing

@testable import BandUpLambda

@Suite struct RouterTests {
    private enum Action: Sendable { case submit, history, read }

    private let router = Router<Action>([
        Route(.post, "/writing/evaluations", .submit),
        Route(.get, "/writing/evaluations", .history),
        Route(.get, "/writing/evaluations/{id}", .read),
    ])

    private func target(_ method: String, _ path: String) throws -> (Action, String?)? {
        guard case .target(let action, let parameters) = try router.match(method: method, path: path) else {
            return nil
        }
        return (action, parameters["id"])
    }

    private func error(_ method: String, _ path: String) -> APIError? {
        do {
            _ = try router.match(method: method, path: path)
            return nil
        } catch {
            return error
        }
    }

    @Test("method and path lead to the target, HEAD to that of GET")
    func targets() throws {
        #expect(try #require(try target("POST", "/writing/evaluations")) == (.submit, nil))
        #expect(try #require(try target("GET", "/writing/evaluations")) == (.history, nil))
        #expect(try #require(try target("HEAD", "/writing/evaluations/s-1")) == (.read, "s-1"))
    }

    @Test(
        "a segment is decoded once, after the path was cut",
        arguments: [
            ("s%2D1", "s-1"), ("a%2Fb", "a/b"), ("%252e%252e", "%2e%2e"), ("%2e%2e", ".."), ("..", ".."),
            ("%C3%A4", "ä"), ("a%00b", "a\u{0}b"), ("a+b", "a+b"),
        ])
    func decodes(segment: String, id: String) throws {
        #expect(try #require(try target("GET", "/writing/evaluations/\(segment)")) == (.read, id))
    }

    @Test(
        "other paths, empty segments and broken escapes are not found",
        arguments: [
            "", "/", "/writing", "/speaking/evaluations", "/Writing/evaluations", "/writing/evaluations/",
            "//writing/evaluations", "/writing//evaluations", "/writing/evaluations//s-1", "writing/evaluations",
            "/writing/evaluations/a/b", "/writing/evaluations/%", "/writing/evaluations/%4", "/writing/evaluations/%zz",
            "/writing/evaluations/%ff", "/writing/evaluations/%C0%AF", "/writing%2Fevaluations",
            "/writing/evaluations?limit=1",
        ])
    func unknown(path: String) {
        for method in ["GET", "POST", "OPTIONS", "DELETE", ""] {
            #expect(error(method, path)?.code == .notFound, "\(method)")
        }
    }

    @Test("an encoded literal is the literal")
    func encodedLiteral() throws {
        #expect(try #require(try target("GET", "/%77riting/evaluations")) == (.history, nil))
    }

    @Test(
        "another method of a known path is told which ones there are",
        arguments: ["DELETE", "PATCH", "get", "TRACE", "<x>"])
    func otherMethods(method: String) {
        let collection = error(method, "/writing/evaluations")
        #expect(collection?.code == .methodNotAllowed)
        #expect(collection?.allowedMethods == ["GET", "HEAD", "OPTIONS", "POST"])
        #expect(error(method, "/writing/evaluations/s-1")?.allowedMethods == ["GET", "HEAD", "OPTIONS"])
    }

    @Test("HEAD is refused where there is no GET")
    func headWithoutGet() {
        let router = Router([Route(.post, "/uploads", 0)])
        #expect(throws: APIError.self) { try router.match(method: "HEAD", path: "/uploads") }
    }

    @Test("OPTIONS tells the methods")
    func options() throws {
        guard case .options(let methods) = try router.match(method: "OPTIONS", path: "/writing/evaluations") else {
            Issue.record("not taken for OPTIONS")
            return
        }
        #expect(methods == ["GET", "HEAD", "OPTIONS", "POST"])
    }
}
