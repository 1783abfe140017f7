import Base
import Testing

@testable import BandUpCore

@Suite(.timeLimit(.minutes(1)))
struct EmbeddingQueueTests {
    @Test("each text has one row and is handed out once, in order")
    func order() async {
        let queue = EmbeddingQueue()
        #expect(["a", "b", "a", "c"].map { queue.add($0) } == [0, 1, 0, 2])
        queue.close()
        var texts: [String] = []
        while let job = await queue.next() { texts.append(job.text) }
        #expect(texts == ["a", "b", "c"])
        #expect(queue.startedJobs == 3)
    }

    @Test("a waiting worker gets what is added later, and ends when the queue is closed")
    func waiting() async {
        let queue = EmbeddingQueue()
        let worker = Task {
            var rows: [Int] = []
            while let job = await queue.next() { rows.append(job.row) }
            return rows
        }
        for number in 0..<100 {
            queue.add("\(number)")
            await Task.yield()
        }
        queue.close()
        #expect(await worker.value == Array(0..<100))
    }

    @Test("cancelling a worker ends all of them and drops what is left")
    func cancellation() async {
        let queue = EmbeddingQueue()
        let workers = (0..<5).map { _ in Task { await queue.next() == nil } }
        let ended = Task { await queue.next() == nil }
        ended.cancel()
        #expect(await ended.value)
        for worker in workers { #expect(await worker.value) }
        queue.add("late")
        #expect(queue.startedJobs == 0)
    }
}
