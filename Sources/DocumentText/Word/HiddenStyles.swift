/// The styles of a document whose text is not shown (`w:vanish`), by their ids.
struct HiddenStyles {
    private var ids: Set<String> = []

    init() {}

    init(_ xml: [UInt8]) throws(DocumentError) {
        let events = try XMLEvents(xml)
        var parents: [String: String] = [:]
        var says: [String: Bool] = [:]
        var style: String?
        while let event = try events.next() {
            switch event {
            case .start("style", _): style = events.attributes["styleId"]
            case .end("style"): style = nil
            case .start("basedOn", _): if let style { parents[style] = events.attributes["val"] }
            case .start("vanish", _): if let style { says[style] = WordText.isOn(events.attributes["val"]) }
            case .start(let name, isEmpty: false) where name.hasSuffix("Change"): try events.skip()
            default: break
            }
        }
        for id in Set(parents.keys).union(says.keys) {
            var ancestor: String? = id
            // A circle ends somewhere too.
            for _ in 0..<20 {
                guard let current = ancestor else { break }
                if let isHidden = says[current] {
                    if isHidden { ids.insert(id) }
                    break
                }
                ancestor = parents[current]
            }
        }
    }

    func contains(_ id: String?) -> Bool { id.map(ids.contains) ?? false }
}
