/// The two tasks of the Writing test, under the names that requests use.
package enum WritingTask: String, Sendable, Codable, CaseIterable {
    case task1 = "TASK_1"
    case task2 = "TASK_2"

    /// What the paper asks for; a shorter answer loses marks for the task.
    package var minimumWordCount: Int {
        switch self {
        case .task1: 150
        case .task2: 250
        }
    }
}
