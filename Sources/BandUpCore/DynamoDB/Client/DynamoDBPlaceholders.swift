/// The names and values of a request's expressions, which all share one numbering.
struct DynamoDBPlaceholders {
    private(set) var names: [String] = []
    private(set) var values: [DynamoDBExpression.Operand] = []

    /// The expression's text, with `#0`, `#1`, … for names and `:0`, `:1`, … for values.
    mutating func text(of expression: DynamoDBExpression) -> String {
        expression.parts.reduce(into: "") { text, part in
            switch part {
            case .text(let literal): text += literal
            case .name(let name): text += placeholder(forName: name)
            case .value(let value):
                text += ":\(values.count)"
                values.append(value)
            }
        }
    }

    mutating func placeholder(forName name: String) -> String {
        // Compared byte by byte, as the service does; Swift's `==` looks through different spellings of a character.
        if let index = names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) { return "#\(index)" }
        names.append(name)
        return "#\(names.count - 1)"
    }
}
