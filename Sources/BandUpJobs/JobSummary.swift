import BandUpCore
import Base

/// What a job has taken, as fields of its last line: the same figures as its metrics.
struct JobSummary {
    let fields: [LogField]

    init(_ metrics: Metrics) {
        let all = metrics.all
        func sum(_ metric: Metric) -> Double {
            all.filter { $0.key.metric == metric }.values.joined().reduce(0, +)
        }
        func count(_ metric: Metric) -> Int { all.filter { $0.key.metric == metric }.values.joined().count }

        var fields: [LogField] = []
        let models = Set(all.keys.lazy.filter { $0.metric == .modelCalls }.compactMap(\.member)).sorted()
        if !models.isEmpty {
            fields = [
                .models(models), .count("modelCalls", count(.modelCalls)),
                .count("inputTokens", Int(sum(.inputTokens))), .count("outputTokens", Int(sum(.outputTokens))),
            ]
            // A sum with a part missing would be taken for the whole.
            if count(.modelCost) >= count(.modelCalls) { fields.append(.dollars("costUSD", sum(.modelCost))) }
        }
        if count(.retries) > 0 { fields.append(.count("retries", Int(sum(.retries)))) }
        for (series, times) in all.filter({ $0.key.metric == .stepDuration }).sorted(by: { $0.key.name < $1.key.name })
        {
            fields.append(.time(ofStep: series.name, .milliseconds(times.reduce(0, +))))
        }
        self.fields = fields
    }
}

extension Metrics.Series {
    /// The step's, the model's.
    fileprivate var name: String { member ?? "" }
}
