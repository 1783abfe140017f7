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
        for step in JobStep.allCases {
            guard let times = all[Metrics.Series(metric: .stepDuration, member: step.rawValue)] else { continue }
            fields.append(.milliseconds(step.summaryField, .milliseconds(times.reduce(0, +))))
        }
        self.fields = fields
    }
}
