import Ledger

/// Every field of a specification as ingredients, so that none can be forgotten.
///
/// `effectiveParameters("model", specification)` gives `model.densityRatio = 1.35` and so on, nested values by their
/// path, list elements by their place, elements of a dictionary by their key. An absent optional is no ingredient.
///
/// - Parameter ignored: names of fields, at any depth, that change no byte of what the task makes.
func effectiveParameters(_ path: String, _ value: Any, without ignored: Set<String> = []) -> [Ingredient] {
  if let word = plainWord(value) { return [.parameter(path, word)] }
  let mirror = Mirror(reflecting: value)
  func parameters(_ name: String, _ value: Any) -> [Ingredient] {
    effectiveParameters("\(path)\(name)", value, without: ignored)
  }
  switch mirror.displayStyle {
  case .optional:
    return mirror.children.flatMap { parameters("", $0.value) }
  case .struct, .class, .tuple:
    if mirror.children.isEmpty { return [.parameter(path, "\(value)")] }
    return mirror.children.filter { !ignored.contains($0.label ?? "") }
      .flatMap { parameters(".\($0.label ?? "value")", $0.value) }
  case .enum:
    guard let payload = mirror.children.first else { return [.parameter(path, "\(value)")] }
    let name = payload.label ?? "value"
    return [.parameter(path, name)] + parameters(".\(name)", payload.value)
  case .collection:
    return mirror.children.enumerated().flatMap { parameters("[\($0.offset)]", $0.element.value) }
  case .dictionary:
    return mirror.children.map { Mirror(reflecting: $0.value).children.map(\.value) }
      .map { (key: "\($0[0])", value: $0[1]) }
      .sorted { $0.key < $1.key }
      .flatMap { parameters(".\($0.key)", $0.value) }
  default:
    return [.parameter(path, "\(value)")]
  }
}

/// What `"\(value)"` gives for the plain types, without looking for conformances, which would take most of the time.
private func plainWord(_ value: Any) -> String? {
  switch value {
  case let text as String: text
  case let number as Double: number.description
  case let number as Int: number.description
  case let truth as Bool: truth.description
  default: nil
  }
}
