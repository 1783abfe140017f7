import BandUpCore
import BandUpJobs
import Base
import Examining

extension WritingWorker {
    static let providerVariable = "EVALUATOR_PROVIDER"
    static let bedrockModelVariable = "BEDROCK_MODEL"

    /// With Gemini, or with a model of Bedrock where `EVALUATOR_PROVIDER` says `bedrock`.
    init(_ services: Services) throws(ConfigurationError) {
        let environment = services.environment
        switch environment[Self.providerVariable] ?? "gemini" {
        case "gemini":
            let rungs = try environment.modelLadder(
                "GEMINI_MODELS", single: Self.modelVariable, default: Services.defaultModel)
            self.init(
                generator: try services.generator(), model: rungs[0],
                options: try ExaminingOptions(environment, rungs: rungs))
        case "bedrock":
            guard
                let model = ModelID(
                    bedrockID: environment[Self.bedrockModelVariable] ?? BedrockConverseModel.defaultModelID)
            else {
                throw ConfigurationError(variable: Self.bedrockModelVariable, problem: "must be a Bedrock model's id")
            }
            self.init(
                generator: try services.bedrockGenerator(), model: model,
                options: try ExaminingOptions(environment, rungs: [model]), provider: "bedrock")
        default:
            throw ConfigurationError(variable: Self.providerVariable, problem: "must be gemini or bedrock")
        }
    }
}
