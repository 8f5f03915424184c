/// Why water cannot be followed through tiles.
package struct FlowError: Error, Hashable, Sendable {
  package enum Place: Hashable, Sendable {
    case raster
    case tile(Int)
  }

  package enum Problem: Hashable, Sendable {
    case tileSize(rows: Int, columns: Int)
    case spacing(rows: Int, of: Int)
    /// Water parts, and parts of it come back into a tile.
    case routing
    case threshold(String, Double)
    /// A tile's values are not as many as its cells.
    case count(String, found: Int, expected: Int)
    /// One of the passes has results of a tile and another has none.
    case missing(String)
    /// Results that cannot have come from the passes before.
    case contradiction(String)
  }

  package var place: Place
  package var problem: Problem

  init(_ place: Place, _ problem: Problem) {
    self.place = place
    self.problem = problem
  }
}

extension FlowError: CustomStringConvertible {
  package var description: String { "\(subject): error: \(what)\n  \(mend)" }

  private var subject: String {
    switch place {
    case .raster: "flow in tiles"
    case .tile(let number): "flow in tile \(number)"
    }
  }

  private var what: String {
    switch problem {
    case .tileSize(let rows, let columns): "tiles of \(rows) rows and \(columns) columns"
    case .spacing(let found, let rows): "\(found) cell sizes for \(rows) rows"
    case .routing: "water that parts among neighbours cannot be followed from tile to tile"
    case .threshold(let name, let value): "the \(name) of a closed basin is \(value)"
    case .count(let name, let found, let expected): "\(found) \(name) in place of \(expected)"
    case .missing(let name): "it has heights and no \(name)"
    case .contradiction(let text): text
    }
  }

  private var mend: String {
    switch problem {
    case .tileSize: "Give tiles at least one row and one column, and less than 2^31 cells."
    case .spacing: "Give one cell size for each row of the whole raster."
    case .routing: "Route along the steepest descent, or work the raster as a whole."
    case .threshold: "Give a number that is not negative, or none."
    case .count: "Read the tile in the frame that the plan cuts out for it, and hand over something for every tile."
    case .missing: "Run the pass before for this tile too."
    case .contradiction: "Run the passes again from the first, on one raster and with one plan."
    }
  }
}
