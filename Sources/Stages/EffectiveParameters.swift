import Ledger

/// Every field of a specification as ingredients, so that none can be forgotten.
///
/// `effectiveParameters("model", specification)` gives `model.densityRatio = 1.35` and so on, nested values by their
/// path, list elements by their place. An absent optional is no ingredient.
func effectiveParameters(_ path: String, _ value: Any) -> [Ingredient] {
  let mirror = Mirror(reflecting: value)
  switch mirror.displayStyle {
  case .optional:
    return mirror.children.flatMap { effectiveParameters(path, $0.value) }
  case .struct, .class, .tuple:
    if mirror.children.isEmpty { return [.parameter(path, "\(value)")] }
    return mirror.children.flatMap { child in effectiveParameters("\(path).\(child.label ?? "value")", child.value) }
  case .enum:
    guard let payload = mirror.children.first else { return [.parameter(path, "\(value)")] }
    return [.parameter(path, payload.label ?? "value")]
      + effectiveParameters("\(path).\(payload.label ?? "value")", payload.value)
  case .collection:
    return mirror.children.enumerated().flatMap { effectiveParameters("\(path)[\($0.offset)]", $0.element.value) }
  case .dictionary:
    return mirror.children
      .map { "\(Mirror(reflecting: $0.value).children.map { "\($0.value)" }.joined(separator: "="))" }
      .sorted()
      .map { entry in
        let parts = entry.split(separator: "=", maxSplits: 1)
        return .parameter("\(path).\(parts[0])", parts.count > 1 ? String(parts[1]) : "")
      }
  default:
    return [.parameter(path, "\(value)")]
  }
}
