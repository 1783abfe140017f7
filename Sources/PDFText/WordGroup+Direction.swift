extension WordGroup {
    /// Words by the direction of their lines, each group turned so that its lines run from left to right and down; the
    /// page's own direction first.
    static func byDirection(_ words: [PlacedWord], _ size: (width: Double, height: Double)) -> [[PlacedWord]] {
        guard words.contains(where: { $0.direction != .right && $0.direction != .unknown }) else {
            return words.isEmpty ? [] : [words]
        }
        var groups = [[PlacedWord]](repeating: [], count: 4)
        for word in known(words) { groups[Int(word.direction.rawValue)].append(turned(word, size)) }
        // Upright text first, but for a page that is turned as a whole.
        let most = groups.indices.max { groups[$0].count < groups[$1].count } ?? 0
        let first = groups[0].count * 4 >= groups[most].count ? 0 : most
        return ([first] + groups.indices.filter { $0 != first }).map { groups[$0] }.filter { !$0.isEmpty }
    }

    /// A single character runs as its neighbours on the line do.
    private static func known(_ words: [PlacedWord]) -> [PlacedWord] {
        var result = words
        var begin = 0
        while begin < result.count {
            var end = begin
            while end < result.count - 1, !result[end].endsLine { end += 1 }
            var last: PlacedWord.Direction?
            for index in begin...end {
                if result[index].direction != .unknown {
                    last = result[index].direction
                } else if let last {
                    result[index].direction = last
                }
            }
            let first = result[begin...end].first { $0.direction != .unknown }?.direction ?? .right
            for index in begin...end where result[index].direction == .unknown { result[index].direction = first }
            begin = end + 1
        }
        return result
    }

    private static func turned(_ word: PlacedWord, _ size: (width: Double, height: Double)) -> PlacedWord {
        var word = word
        let box = word.box
        switch word.direction {
        case .right, .unknown: break
        case .down:
            word.box = TextBox(
                left: box.top, top: size.width - box.right, right: box.bottom, bottom: size.width - box.left)
        case .left:
            word.box = TextBox(
                left: size.width - box.right, top: size.height - box.bottom, right: size.width - box.left,
                bottom: size.height - box.top)
        case .up:
            word.box = TextBox(
                left: size.height - box.bottom, top: box.left, right: size.height - box.top, bottom: box.right)
        }
        return word
    }
}
