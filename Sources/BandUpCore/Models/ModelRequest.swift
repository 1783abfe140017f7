/// A conversation with a model up to where it is the model's turn: instructions, turns, tools, and how to answer.
package struct ModelRequest: Sendable {
    /// What the service says to the model. Text from outside belongs into `turns`, inside a `DelimitedText`.
    package var systemInstruction: String?
    /// The oldest first; the first and the last are the user's.
    package var turns: [ModelTurn]
    package var tools: [ModelTool] = []
    package var toolChoice = ToolChoice.auto
    package var generationConfig: GenerationConfig
    /// False where another model is asked instead of waiting for this one's quota.
    package var waitsForQuota = true

    package init(
        systemInstruction: String? = nil, turns: [ModelTurn], tools: [ModelTool] = [],
        toolChoice: ToolChoice = .auto, generationConfig: GenerationConfig = .init()
    ) {
        self.systemInstruction = systemInstruction
        self.turns = turns
        self.tools = tools
        self.toolChoice = toolChoice
        self.generationConfig = generationConfig
    }

    /// One question.
    package init(
        systemInstruction: String? = nil, parts: [ModelPart], generationConfig: GenerationConfig = .init()
    ) {
        self.init(systemInstruction: systemInstruction, turns: [.user(parts)], generationConfig: generationConfig)
    }
}

extension ModelRequest {
    /// What both dialects would refuse, or worse, take for something else.
    ///
    /// - Throws: `invalidRequest`: `TOOLS` for names that one of the dialects does not take, that come twice, or a choice
    ///   of a tool that there is none of; `TOOL_RESULTS` where the turn after a model's calls does not hold one result for
    ///   each, in the order of the calls.
    func checkTools() throws(ModelError) {
        let names = Set(tools.map(\.name))
        var isChoiceKnown = true
        if case .tool(let name) = toolChoice { isChoiceKnown = names.contains(name) }
        guard tools.allSatisfy(\.hasValidName), names.count == tools.count, isChoiceKnown else {
            throw ModelError(.invalidRequest(status: "TOOLS"))
        }
        var unanswered: [ToolCall] = []
        for turn in turns {
            let results = turn.toolResults
            guard results.count == unanswered.count, zip(results, unanswered).allSatisfy({ $0.answers($1) }) else {
                throw ModelError(.invalidRequest(status: "TOOL_RESULTS"))
            }
            unanswered = turn.toolCalls
        }
        guard unanswered.isEmpty else { throw ModelError(.invalidRequest(status: "TOOL_RESULTS")) }
    }
}
