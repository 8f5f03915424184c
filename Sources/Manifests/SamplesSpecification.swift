package struct SamplesSpecification: Hashable, Sendable {
  package var source: String
  package var crs: String
  /// Column names of the table.
  package var id: String
  package var x: String
  package var y: String
  package var thickness: String
}

package struct ImportanceSpecification: Hashable, Sendable {
  package enum Try: Hashable, Sendable {
    /// p/3, at least one.
    case third
    case count(Int)
  }
  package var forests: Int
  package var trees: Int
  package var `try`: Try
  package var minimumNode: Int
}
