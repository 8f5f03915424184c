/// How water is shared among lower neighbours.
package enum Routing: Hashable, Sendable {
  /// All of it to the neighbour of the steepest descent (D8).
  case steepest
  /// Among all lower neighbours (MFD).
  case multiple(MultipleFlow)
  /// Among the one or two neighbours beside the steepest direction (D∞).
  case infinite
}

extension Routing {
  /// How many parts make a cell where cells are counted: one as long as water does not part, else enough for the
  /// rounding not to show and for 2³¹ cells to fit.
  var partsOfCell: Int64 { self == .steepest ? 1 : 1 << 24 }
}
