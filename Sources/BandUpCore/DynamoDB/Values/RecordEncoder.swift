/// Marks an encoder that writes records, for values whose form in a record is not that of the API's JSON.
package protocol RecordEncoder {}

extension AttributeEncoder: RecordEncoder {}
