/// The three parts of the Speaking test, under the names that requests use.
package enum SpeakingPart: String, Sendable, Codable, CaseIterable {
    /// Questions on familiar subjects.
    case part1 = "PART_1"
    /// The long turn on a task card.
    case part2 = "PART_2"
    /// Discussion of the long turn's subject.
    case part3 = "PART_3"
}
