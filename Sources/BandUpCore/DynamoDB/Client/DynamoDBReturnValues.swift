/// What an update gives back of the item that it changes.
package enum DynamoDBReturnValues: String, Sendable {
    /// The whole item as it was.
    case old = "ALL_OLD"
    /// The whole item as it is now.
    case new = "ALL_NEW"
    /// The attributes that the update has touched, as they were.
    case updatedOld = "UPDATED_OLD"
    /// The attributes that the update has touched, as they are now.
    case updatedNew = "UPDATED_NEW"
}
