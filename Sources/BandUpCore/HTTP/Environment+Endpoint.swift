package import Base

extension Environment {
    /// A base URL, or nil where the variable is absent.
    package func endpoint(_ name: String) throws(ConfigurationError) -> HTTPEndpoint? {
        guard let text = self[name] else { return nil }
        guard let endpoint = HTTPEndpoint(text) else {
            throw ConfigurationError(variable: name, problem: "must be an http or https URL without a query")
        }
        return endpoint
    }
}
