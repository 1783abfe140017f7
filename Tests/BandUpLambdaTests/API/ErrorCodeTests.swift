import BandUpCore
import Base
import Testing

@testable import BandUpLambda

@Suite struct ErrorCodeTests {
    @Test("codes and statuses are those of the contract")
    func statuses() {
        let contract = [
            "invalid_request": 400, "unauthorized": 401, "forbidden": 403, "not_found": 404, "method_not_allowed": 405,
            "in_progress": 409, "conflict": 409, "too_large": 413, "unsupported_media": 415, "unprocessable": 422,
            "unreadable_document": 422, "throttled": 429, "model_error": 502, "unavailable": 503,
            "deadline_exceeded": 504,
        ]
        #expect(Dictionary(uniqueKeysWithValues: ErrorCode.allCases.map { ($0.rawValue, $0.httpStatus) }) == contract)
    }
}
