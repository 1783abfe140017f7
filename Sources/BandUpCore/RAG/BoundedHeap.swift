/// Keeps the greatest few of many elements: a heap of at most `capacity`, the least on top, so that an element costs one
/// comparison as a rule and log(capacity) at worst, and nothing is sorted but the winners.
struct BoundedHeap<Element> {
    private let capacity: Int
    private let isLess: (Element, Element) -> Bool
    private var elements: [Element] = []

    /// - Parameter isLess: a strict total order. Where it holds two elements equal, which one stays is arbitrary.
    init(capacity: Int, by isLess: @escaping (Element, Element) -> Bool) {
        self.capacity = max(0, capacity)
        self.isLess = isLess
        elements.reserveCapacity(min(self.capacity, 64))
    }

    mutating func insert(_ element: Element) {
        if elements.count < capacity {
            elements.append(element)
            siftUp(elements.count - 1)
        } else if let least = elements.first, isLess(least, element) {
            elements[0] = element
            siftDown(0)
        }
    }

    /// The greatest elements, greatest first.
    func descending() -> [Element] {
        elements.sorted { isLess($1, $0) }
    }

    private mutating func siftUp(_ index: Int) {
        var child = index
        while child > 0 {
            let parent = (child - 1) / 2
            guard isLess(elements[child], elements[parent]) else { return }
            elements.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(_ index: Int) {
        var parent = index
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < elements.count && isLess(elements[child], elements[least]) {
                least = child
            }
            guard least != parent else { return }
            elements.swapAt(parent, least)
            parent = least
        }
    }
}
