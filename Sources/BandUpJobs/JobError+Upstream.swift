package import BandUpCore
import Base

extension JobError {
    /// What a model call's failure means for the job.
    /// - Parameter modelVariable: the variable that names the model, for the operator when that model is gone.
    package init(_ error: ModelError, modelVariable: String) {
        func permanent(_ code: ErrorCode, _ message: String) -> JobError {
            .permanent(JobFailure(code, message, cause: error))
        }
        func transient(_ code: ErrorCode, _ message: String, retryAfter: Duration? = nil) -> JobError {
            .transient(JobFailure(code, message, cause: error), retryAfter: retryAfter)
        }
        self =
            switch error.reason {
            case .blocked:
                permanent(.unprocessable, "The content was blocked by the model's safety rules.")
            case .stoppedEarly, .malformedAnswer:
                permanent(.modelError, "The model gave no usable answer. Send the job again to have it tried anew.")
            case .emptyAnswer:
                transient(.modelError, "The model gave no answer. Try again later.")
            case .contradicted:
                permanent(
                    .unprocessable,
                    "The answer could not be marked reliably: what can be checked of its language does not bear out the "
                        + "marks. Take out whatever does not answer the question and send it again.")
            case .tooLarge:
                permanent(.tooLarge, "The content is larger than the model takes.")
            case .invalidRequest:
                permanent(.modelError, "The model did not take the request.")
            case .quotaExceeded(_, let retryAfter):
                transient(.throttled, "The model is busy. Try again later.", retryAfter: retryAfter)
            case .serverError(_, let retryAfter):
                transient(.modelError, "The model is not available at the moment.", retryAfter: retryAfter)
            case .deadlineExceeded:
                transient(.deadlineExceeded, "The model took too long. The job can be sent again.")
            case .transport(.timedOut):
                transient(.deadlineExceeded, "The model took too long. The job can be sent again.")
            case .transport:
                transient(.unavailable, "The model can't be reached at the moment.")
            case .modelNotFound:
                // The operator's to mend: jobs wait in the queues meanwhile, and nothing is paid.
                .transient(
                    JobFailure(
                        .modelError, "The configured model is not available.",
                        cause: ConfigurationError(variable: modelVariable, problem: "names a model that does not exist")
                    ))
            case .invalidKey, .keyUnavailable, .permissionDenied:
                transient(.unavailable, "The service is not set up rightly at the moment.")
            }
    }

    /// What a failure to read the caller's object means for the job.
    /// - Parameter field: the request field that names the object.
    package init(_ error: AWSError, reading field: String, limit: Int) {
        if error.isTooLarge {
            self = .permanent(
                JobFailure(.tooLarge, "The file is larger than \(limit >> 20) MB.", field: field, cause: error))
        } else if error.isNotFound {
            // The functions' roles may list the bucket, so that a missing object is a 404 (S3 GetObject reference). A 403
            // is a fault of the set-up: the job waits for the operator.
            self = .permanent(JobFailure(.notFound, "There is no such object.", field: field, cause: error))
        } else if error.isThrottling {
            self = .transient(JobFailure(.throttled, "Storage is busy. Try again later.", cause: error))
        } else {
            self = .transient(JobFailure(.unavailable, "The file can't be read at the moment.", cause: error))
        }
    }
}
