package import Base

extension LogField {
    package static func model(_ model: GeminiModel) -> LogField { .identifier("model", model.name) }
}
