import BandUpCore
import Testing

@testable import Base

@Suite struct EnvironmentTests {
    private let environment = Environment(["EMPTY": "", "N": "42", "WORD": "many", "URL": "http://127.0.0.1:5000"])

    @Test("an empty variable is the same as none")
    func empty() throws {
        #expect(environment["EMPTY"] == nil)
        #expect(throws: ConfigurationError(variable: "EMPTY", problem: "is not set")) {
            try environment.required("EMPTY")
        }
        #expect(try environment.integer("EMPTY", default: 5, in: 0...9) == 5)
        #expect(try environment.endpoint("EMPTY") == nil)
    }

    @Test("numbers and endpoints are read")
    func reads() throws {
        #expect(try environment.required("N") == "42")
        #expect(try environment.integer("N", default: 1, in: 0...42) == 42)
        #expect(try environment.endpoint("URL")?.port == 5000)
    }

    @Test("what is wrong stops the start, naming the variable and never its value")
    func refuses() {
        for refused in [
            { try self.environment.integer("N", default: 1, in: 0...41) },
            { try self.environment.integer("WORD", default: 1, in: 0...41) },
            { try self.environment.endpoint("WORD").map { _ in 0 } ?? 0 },
        ] as [() throws -> Int] {
            #expect { try refused() } throws: { error in
                let text = (error as? ConfigurationError)?.description ?? ""
                return (text.hasPrefix("N ") || text.hasPrefix("WORD ")) && !text.contains("many")
            }
        }
    }

    @Test("the process's own variables are seen")
    func process() {
        #expect(Environment.process["PATH"] != nil)
    }
}
