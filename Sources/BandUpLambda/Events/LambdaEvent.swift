/// A kind of events, told from all others by its marks and decoded by a type of its own.
///
/// A handler names the kinds that it takes (`EventHandler`). What is of none of them is refused, whatever fields it
/// carries: who calls is said by the trigger, never guessed from what is missing.
package protocol LambdaEvent: Sendable {
    /// As an error names it: `SQS messages`.
    static var kind: StaticString { get }

    /// Whether an event has the marks of this kind, and of no other.
    static func matches(_ shape: EventShape) -> Bool

    /// - Throws: an error that fails the invocation.
    init(_ shape: EventShape) throws
}
