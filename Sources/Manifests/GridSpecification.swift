package struct GridSpecification: Hashable, Sendable {
  package struct Area: Hashable, Sendable {
    package var source: String
    package var rule: RasteriseRule
  }
  package struct MaskSpecification: Hashable, Sendable {
    /// `lakes`, `glaciers`, …
    package var name: String
    package var source: String
    /// For rasters: the condition on the value.
    package var condition: Condition?
    /// For rasters: least share of the cell that must satisfy the condition, 0 … 1.
    package var share: Double?
    /// For vectors.
    package var rule: RasteriseRule?
  }
  package var crs: String
  /// Metres.
  package var cell: Double
  /// Metres; edges lie on multiples of it.
  package var snap: Double
  package var area: Area
  package var masks: [MaskSpecification]
}

package enum RasteriseRule: String, CaseIterable, Hashable, Sendable {
  case centreInside = "centre-inside"
  case allTouched = "all-touched"
}

/// `value >= 90`, `value == 10`.
package struct Condition: Hashable, Sendable {
  package enum Comparison: String, CaseIterable, Hashable, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }
  package var comparison: Comparison
  package var value: Double
}
