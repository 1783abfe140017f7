import BandUpCore
import Base

/// What the answers of one rung come to.
struct MedianMarks<Value: Assessment>: Sendable {
    let assessment: Value
    let confidence: BandConfidence
    let modelVersion: String

    private init(assessment: Value, confidence: BandConfidence, modelVersion: String) {
        (self.assessment, self.confidence, self.modelVersion) = (assessment, confidence, modelVersion)
    }

    /// The answer nearest to the medians, with the medians for its bands: its words fit them best. Nil for no answers.
    init?(of answers: [StructuredAnswer<Value>]) {
        guard let first = answers.first else { return nil }
        let rows = answers.map(\.value.bands)
        let columns = first.value.bands.indices.map { column in rows.map { $0[column] }.sorted() }
        let medians = columns.map { Band.median(ofSorted: $0) }
        func distance(_ answer: StructuredAnswer<Value>) -> Int {
            zip(answer.value.bands, medians).reduce(0) { $0 + abs($1.0.halves - $1.1.halves) }
        }
        let nearest = answers.min { distance($0) < distance($1) } ?? first
        var spread: [String: Double] = [:]
        if answers.count > 1 {
            for (name, column) in zip(Value.criteria, columns) {
                spread[name] = (column.last?.value ?? 0) - (column.first?.value ?? 0)
            }
        }
        self.init(
            assessment: nearest.value.replacing(bands: medians),
            confidence: BandConfidence(
                samples: answers.count, spread: spread, own: answers.map(\.value.ownConfidence)),
            modelVersion: nearest.modelVersion)
    }

    /// With the bands that a second opinion leaves; nil where it contradicts them.
    func weighed(by opinion: SecondOpinion, _ marks: [LanguageMarks]) -> MedianMarks? {
        guard let bands = opinion.weigh(assessment.bands, against: marks) else { return nil }
        return MedianMarks(
            assessment: assessment.replacing(bands: bands),
            confidence: opinion.isUncertain ? confidence.lowered : confidence, modelVersion: modelVersion)
    }
}

extension Band {
    /// Of bands in order, at least one. Between two middle ones the mean is taken, a quarter rounded up to the half.
    static func median(ofSorted bands: [Band]) -> Band {
        let middle = bands[bands.count / 2]
        return bands.count % 2 == 1 ? middle : .overall(of: bands[bands.count / 2 - 1], middle)
    }
}
