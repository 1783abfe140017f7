import Synchronization
import Testing

@testable import Base

@Suite("concurrentMap") struct ConcurrentMapTests {
    @Test("every element is transformed once", arguments: [1, 3, 100])
    func all(limit: Int) async {
        let results = await Array(0..<50).concurrentMap(limit: limit) { $0 * 2 }
        #expect(results.sorted() == (0..<50).map { $0 * 2 })
    }

    @Test("no more than the limit run at a time, and as many as that do")
    func limited() async {
        let running = Mutex((now: 0, most: 0))
        _ = await Array(0..<40).concurrentMap(limit: 4) { _ in
            running.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            // Until the others have begun as well: only then do they run at the same time.
            for _ in 0..<10_000 where running.withLock({ $0.most }) < 4 { await Task.yield() }
            running.withLock { $0.now -= 1 }
        }
        #expect(running.withLock { $0.most } == 4)
    }

    @Test("nothing in, nothing out")
    func empty() async {
        #expect(await [Int]().concurrentMap(limit: 4) { $0 } == [])
    }
}
