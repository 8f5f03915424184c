/// A figure that could not be drawn: which, why, and how to mend it.
package struct FigureError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Problem: Hashable, Sendable {
    /// Cairo refused, in its own words.
    case drawing(reason: String)
    /// There is nothing to draw.
    case empty
  }

  /// The figure's title.
  package var place: String
  package var problem: Problem

  package init(_ place: String, _ problem: Problem) {
    self.place = place
    self.problem = problem
  }

  /// The kind of failure, as sysexits has it.
  package var exitCode: Int32 {
    switch problem {
    case .drawing: 70
    case .empty: 65
    }
  }

  package var description: String {
    switch problem {
    case .drawing(let reason):
      "\(place): error: cannot draw the figure: \(reason)\n  this should not happen; please report it"
    case .empty:
      "\(place): error: the figure has nothing to show\n  leave it out where its inputs are missing"
    }
  }
}
