/// Tells a `Set` of any element from other types at run time.
protocol DynamoDBSetMarker {
    /// The empty set of the type.
    static var emptySet: Any { get }
}

extension Set: DynamoDBSetMarker {
    static var emptySet: Any { Set() }
}
