/// What somebody typed into a field of a form, a line of it, and where it stands.
struct FilledField {
    let text: String
    let box: TextBox
}
