import BandUpCore
import BandUpJobs
import BandUpLambda
import Foundation
import TestSupport
import Testing

@testable import Base

@Suite struct EmbeddedMetricsTests {
    private let date = Date(timeIntervalSince1970: 1_800_000_000.25)

    private func golden(_ name: String) throws -> String {
        String(
            decoding: try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Golden/Metrics/\(name)")),
            as: UTF8.self)
    }

    private func written(_ metrics: Metrics, level: LogLevel = .info) throws -> [String] {
        let log = LogRecorder()
        let id = try #require(JobID("s-1"))
        MetricsWriter(
            namespace: "BandUp", function: "bandup-writing-evaluator", level: level, write: log.write
        ).write(metrics, properties: [.identifier("requestId", "r-1"), .jobID(id)], at: date)
        return log.lines
    }

    private func objects(_ metrics: Metrics) throws -> [JSONValue] {
        try written(metrics).map { try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
    }

    @Test("a job's metrics are one document for each set of dimensions")
    func job() throws {
        let model = try geminiModel()
        let metrics = Metrics()
        metrics.time(.jobDuration, .microseconds(1_234_500))
        metrics.count(.jobsCompleted)
        metrics.count(.retries)
        metrics.count(.retries, 2)
        metrics.time(.claim, .microseconds(3125))
        metrics.time(.generate, .milliseconds(900))
        metrics.time(.generate, .microseconds(1_100_250))
        let usage = TokenUsage(promptTokens: 1000, candidateTokens: 100, thoughtTokens: 25)
        metrics.modelCall(model, latency: .milliseconds(900), usage: usage, cost: Cost("0.0004"))
        metrics.modelCall(model, latency: .microseconds(1_100_250), usage: usage, cost: Cost("0.000525"))
        #expect(try written(metrics).joined() == golden("job.jsonl"))
    }

    @Test("nothing is written when there is nothing to say, and what was written is not written again")
    func nothing() throws {
        let metrics = Metrics()
        metrics.count(.retries, 0)
        #expect(try written(metrics) == [])
        metrics.count(.retries)
        #expect(try written(metrics).count == 1)
        #expect(try written(metrics) == [])
    }

    @Test("a note stands as a property beside what is written next, and no longer")
    func note() throws {
        let metrics = Metrics()
        metrics.count(.retries, 2)
        metrics.note(.all("levels", [Metric.Dimension.step, .model]))
        let object = try #require(try objects(metrics).first)
        #expect(object["Retries"] == 2)
        #expect(object["levels"] == "Step,Model")
        metrics.count(.retries)
        #expect(try objects(metrics).first?["levels"] == nil)
    }

    @Test("more than a hundred values go on in another document, and none is lost")
    func manyValues() throws {
        let metrics = Metrics()
        for number in 1...250 { metrics.time(.fetch, .milliseconds(number)) }
        let arrays = try objects(metrics).map { object -> [JSONValue] in
            guard case .array(let values)? = object["StepDuration"] else { return [] }
            return values
        }
        #expect(arrays.map(\.count) == [100, 100, 50])
        #expect(Set(arrays.joined()).count == 250)
    }

    @Test("values that JSON can't hold are left out")
    func infinite() throws {
        let metrics = Metrics()
        metrics.time(.jobDuration, .seconds(-5))
        #expect(try objects(metrics).first?["JobDuration"] == 0)
        #expect(
            EmbeddedMetrics(namespace: "N", function: "f", level: .info, date: date, properties: []).documents(of: [
                .init(metric: .stepDuration, member: "claim"): [.infinity, .nan]
            ]).isEmpty)
    }

    @Test("a document has the log's least level, so that Lambda's filter lets it pass", arguments: LogLevel.allCases)
    func level(level: LogLevel) throws {
        let metrics = Metrics()
        metrics.count(.retries)
        #expect(try written(metrics, level: level).first?.contains("\"level\":\"\(level.name)\"") == true)
    }

    @Test("a cost that is not known is no cost of nothing")
    func unknownCost() throws {
        let metrics = Metrics()
        metrics.modelCall(try geminiModel(), latency: .zero, usage: nil, cost: nil)
        let object = try #require(try objects(metrics).first)
        #expect(object["ModelCost"] == nil && object["ModelCalls"] == 1 && object["InputTokens"] == nil)
    }

    @Test("what many tasks add at once is all there")
    func concurrent() async throws {
        let metrics = Metrics()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { for _ in 0..<20 { metrics.count(.retries) } } }
        }
        #expect(try objects(metrics).first?["Retries"] == 1000)
    }

    @Test("metrics are configured by namespace and switch")
    func configuration() throws {
        func writer(_ variables: [String: String]) throws -> MetricsWriter? {
            try MetricsWriter.configured(by: Environment(variables))
        }
        #expect(try writer([:]) != nil)
        #expect(try writer(["METRICS_ENABLED": "false"]) == nil)
        #expect(try writer(["METRICS_ENABLED": "TRUE", "METRICS_NAMESPACE": "Platform/BandUp_1"]) != nil)
        let wrong = [
            ("METRICS_ENABLED", "no"), ("METRICS_NAMESPACE", "AWS/Lambda"), ("METRICS_NAMESPACE", "Band Up"),
            ("METRICS_NAMESPACE", ":x"), ("METRICS_NAMESPACE", String(repeating: "x", count: 256)),
        ]
        for (variable, value) in wrong {
            #expect { try writer([variable: value]) } throws: { ($0 as? ConfigurationError)?.variable == variable }
        }
    }

    @Test("configured metrics name the function as Lambda does")
    func functionName() throws {
        let log = LogRecorder()
        let writer = try MetricsWriter.configured(
            by: Environment(["AWS_LAMBDA_FUNCTION_NAME": "f-1", "METRICS_NAMESPACE": "N"]), write: log.write)
        let metrics = Metrics()
        metrics.count(.coldStart)
        writer?.write(metrics, properties: [])
        #expect(log.text.contains(#""Function":"f-1""#) && log.text.contains(#""Namespace":"N""#))
    }
}
