/// Whom and what a line is about. Learners' ids may be e-mail addresses, and whoever sends a job chooses its id.
extension LogField {
    /// A job's id as it is, so that its record is found by it; one with an `@`, in which there may be an e-mail address, as
    /// the hash that `userHash` makes.
    package static func jobID(_ id: JobID) -> LogField {
        let text = id.description
        return .identifier("jobId", text.contains("@") ? "hash-" + hash(text, salt: "jobId") : text)
    }

    /// Tells the lines of one learner from those of another without saying who it is.
    ///
    /// Salted with the function's name: the same learner has the same hash in all lines of one function, another one in
    /// the next function's. It is no secret: whoever has the logs and guesses an id can see whether the guess is right. A
    /// key would prevent that, but the only one at hand, the Gemini key, is fetched late and changes.
    package static func userHash(_ id: UserID, salt: String) -> LogField {
        .identifier("userHash", hash(id.description, salt: salt))
    }

    /// The first 16 hex digits of SHA-256 over salt, colon and text: 64 bits, enough to tell millions apart.
    private static func hash(_ text: String, salt: String) -> String {
        String(SHA256.hexDigest(Array("\(salt):\(text)".utf8)).prefix(16))
    }

    package static func step(_ step: JobStep) -> LogField { .identifier("step", step.name) }

    /// What a step took in all, under the step's name with `Ms` behind it.
    package static func time(ofStep name: String, _ duration: Duration) -> LogField {
        LogField(stepTime: name, duration)
    }

    /// The models that a job has asked, by name in order, with commas between them.
    package static func models(_ names: [String]) -> LogField { .list("model", names) }

    /// A field of a request, by the name that it has in this program; the request as a whole where there is none.
    package static func field(_ name: String?) -> LogField { .identifier("field", name ?? "request") }
}
