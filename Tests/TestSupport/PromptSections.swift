/// A prompt cut at its marker lines: the program's own words, and the texts from outside.
package struct PromptSections: Equatable {
    package struct Section: Equatable {
        /// `ESSAY`, or `CHUNK 3`.
        package let label: String
        package let text: String

        package init(label: String, text: String) {
            self.label = label
            self.text = text
        }
    }

    package let sections: [Section]
    /// Everything that stands outside of the marker lines.
    package let outside: String

    /// Nil where the marker lines do not pair up, or a marker is used twice.
    package init?(_ prompt: String) {
        var sections: [Section] = []
        var outside: [Substring] = []
        var inside: [Substring] = []
        var open: (label: Substring, marker: Substring)?
        var markers: Set<Substring> = []
        for line in prompt.split(separator: "\n", omittingEmptySubsequences: false) {
            if let (label, marker) = open {
                if line == "<<<END \(label):\(marker)>>>" {
                    sections.append(Section(label: String(label), text: inside.joined(separator: "\n")))
                    (open, inside) = (nil, [])
                } else if line.contains("<<<") || line.contains(">>>") {
                    return nil
                } else {
                    inside.append(line)
                }
            } else if let (label, marker) = Self.opening(line) {
                guard markers.insert(marker).inserted else { return nil }
                open = (label, marker)
            } else {
                outside.append(line)
            }
        }
        guard open == nil else { return nil }
        self.sections = sections
        self.outside = outside.joined(separator: "\n")
    }

    private static func opening(_ line: Substring) -> (label: Substring, marker: Substring)? {
        guard line.hasPrefix("<<<"), line.hasSuffix(">>>"), let colon = line.lastIndex(of: ":") else { return nil }
        let label = line[..<colon].dropFirst(3)
        let marker = line[line.index(after: colon)...].dropLast(3)
        guard marker.count == 32, marker.allSatisfy(\.isHexDigit), !label.hasPrefix("END") else { return nil }
        return (label, marker)
    }
}
