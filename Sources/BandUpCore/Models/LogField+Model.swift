package import Base

extension LogField {
    package static func model(_ model: ModelID) -> LogField { .identifier("model", model.name) }
}
