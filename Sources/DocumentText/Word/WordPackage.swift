/// The parts of a Word document, found as the package says (ECMA-376 part 2, 6.5), or at their usual places where it
/// says nothing.
struct WordPackage {
    let archive: ZipArchive

    struct Part {
        let name: String
        let xml: [UInt8]
    }

    enum Kind: String {
        case main = "officeDocument"
        case footnotes, endnotes, styles
    }

    /// - Throws: `.unknownFormat` where the package has none.
    func main() throws(DocumentError) -> Part {
        for name in [try target(.main, of: ""), "word/document.xml"] {
            guard let name, let xml = try archive.contents(of: name) else { continue }
            return Part(name: name, xml: xml)
        }
        throw .unknownFormat
    }

    func part(_ kind: Kind, of main: Part) throws(DocumentError) -> [UInt8]? {
        let usual = Self.resolved("\(kind.rawValue).xml", from: main.name)
        return try archive.contents(of: try target(kind, of: main.name) ?? usual)
    }

    /// Where a relationship of the part leads; of the package itself for the empty name.
    private func target(_ kind: Kind, of part: String) throws(DocumentError) -> String? {
        let folder = part.split(separator: "/").dropLast().map { $0 + "/" }.joined()
        let file = part.split(separator: "/").last ?? ""
        guard let xml = try archive.contents(of: "\(folder)_rels/\(file).rels") else { return nil }
        let events = try XMLEvents(xml)
        while let event = try events.next() {
            guard case .start("Relationship", _) = event else { continue }
            let attributes = events.attributes
            guard let type = attributes["Type"], type.hasSuffix("/" + kind.rawValue),
                attributes["TargetMode"] != "External", let target = attributes["Target"]
            else { continue }
            return Self.resolved(target, from: part)
        }
        return nil
    }

    /// Targets are relative to the folder of the part.
    private static func resolved(_ target: String, from part: String) -> String {
        var folders = target.hasPrefix("/") ? [] : Array(part.split(separator: "/").dropLast())
        for step in target.split(separator: "/") {
            switch step {
            case ".": break
            case "..": _ = folders.popLast()
            default: folders.append(step)
            }
        }
        return folders.joined(separator: "/")
    }
}
