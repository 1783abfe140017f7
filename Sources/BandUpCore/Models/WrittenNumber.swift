import Base
/// A number that a model wrote as text where a number was asked for.
enum WrittenNumber {
    /// What the words around a number may be, without making it another one: `Band 6.5`, `IELTS band score: 7`.
    private static let labels: Set<String> = ["band", "score", "ielts", "overall", "level", "points"]
    private static let ignored = Set(" \t\n\r\u{A0}:=.()[]*_\"'`#".unicodeScalars)

    /// `6.5`, `6,5`, `6½`, `Band 6`, `6.5/9`, `6.5 out of 9`; nil for anything that could mean something else, such as
    /// `6-7`, `about 6`, `1,500`.
    static func value(_ text: String) -> Double? {
        guard text.utf8.count <= 40 else { return nil }
        var scanner = Scanner(text)
        guard let all = scanner.tokens() else { return nil }
        let tokens = all.filter { token in
            guard case .word(let word) = token else { return true }
            return !labels.contains(word)
        }
        switch tokens.count {
        case 1: break
        case 3 where [[.slash, .number(9)], [.word("of"), .number(9)]].contains(Array(tokens[1...])): break
        case 4 where Array(tokens[1...]) == [.word("out"), .word("of"), .number(9)]: break
        default: return nil
        }
        guard case .number(let value) = tokens[0] else { return nil }
        return value
    }

    private enum Token: Equatable {
        case number(Double)
        case word(String)
        case slash
    }

    private struct Scanner {
        private let scalars: [Unicode.Scalar]
        private var position = 0

        init(_ text: String) {
            scalars = Array(CompatibleLetters.plain(text).lowercased().unicodeScalars)
        }

        /// Nil where the text has a sign that is none of a number's or its label's.
        mutating func tokens() -> [Token]? {
            var tokens: [Token] = []
            while position < scalars.count {
                let scalar = scalars[position]
                if isDigit(scalar) {
                    guard let number = number() else { return nil }
                    tokens.append(.number(number))
                } else if isLetter(scalar) {
                    tokens.append(.word(run(of: isLetter)))
                } else if scalar == "/" {
                    tokens.append(.slash)
                    position += 1
                } else if ignored.contains(scalar) {
                    position += 1
                } else {
                    return nil
                }
            }
            return tokens
        }

        /// Digits with a point, or with a comma before one or two digits: before three it may part thousands.
        private mutating func number() -> Double? {
            var text = run(of: isDigit)
            if isFraction(at: position) {
                let isComma = scalars[position] == ","
                position += 1
                let decimals = run(of: isDigit)
                guard !isComma || decimals.count <= 2, !isFraction(at: position) else { return nil }
                text += "." + decimals
            } else if position < scalars.count, scalars[position] == "\u{BD}" {
                position += 1
                text += ".5"
            }
            return Double(text)
        }

        private func isFraction(at index: Int) -> Bool {
            index + 1 < scalars.count && (scalars[index] == "." || scalars[index] == ",") && isDigit(scalars[index + 1])
        }

        private mutating func run(of isMember: (Unicode.Scalar) -> Bool) -> String {
            let start = position
            while position < scalars.count, isMember(scalars[position]) { position += 1 }
            return String(String.UnicodeScalarView(scalars[start..<position]))
        }

        private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
        private func isLetter(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) }
    }
}
