/// Why the attributes of a tile cannot be worked.
package struct TileError: Error, Hashable, Sendable {
  package enum Problem: Hashable, Sendable {
    /// A tile's values are not as many as its cells.
    case count(String, found: Int, expected: Int)
    /// Too little was cut from the raster.
    case narrow(found: TileExtent, needed: TileExtent)
    /// Heights of another tile.
    case other(found: TileExtent)
    case rule(TerrainAttribute, AggregationRule)
    case spacing(rows: Int, of: Int)
    case missing(String)
    case assignment(rows: Int, columns: Int, of: TileExtent)
  }

  /// `nil` where the raster as a whole is meant.
  package var tile: TileExtent?
  package var problem: Problem

  init(_ tile: TileExtent?, _ problem: Problem) {
    self.tile = tile
    self.problem = problem
  }
}

extension TileError: CustomStringConvertible {
  package var description: String { "\(subject): error: \(what)\n  \(mend)" }

  private var subject: String {
    guard let tile else { return "attributes in tiles" }
    return "tile at row \(tile.firstRow), column \(tile.firstColumn)"
  }

  private var what: String {
    switch problem {
    case .count(let name, let found, let expected): "\(found) \(name) in place of \(expected)"
    case .narrow(let found, let needed): "\(text(found)) were cut, and \(text(needed)) are needed"
    case .other(let found): "\(text(found)) came in place of it"
    case .rule(let attribute, let rule): "\(attribute.title) by the rule '\(rule.rawValue)'"
    case .spacing(let found, let rows): "\(found) cell sizes for \(rows) rows"
    case .missing(let name): "it has heights and no \(name)"
    case .assignment(let rows, let columns, let raster):
      "cells of a raster of \(rows) x \(columns) are assigned, and the tiles are of one of"
        + " \(raster.rows) x \(raster.columns)"
    }
  }

  private var mend: String {
    switch problem {
    case .count, .narrow: "Cut the tile with the margin that its attributes ask for."
    case .other: "Hand over what was cut for this tile."
    case .rule: "Directions have a vector mean and nothing else, and all else has none; choose another rule."
    case .spacing: "Give one cell size for each row of the whole raster."
    case .missing: "Run the passes of the flow plan for this tile first."
    case .assignment: "Assign the cells of the raster that is cut into tiles."
    }
  }

  private func text(_ extent: TileExtent) -> String {
    "rows \(extent.firstRow) ..< \(extent.rowRange.upperBound) and columns \(extent.firstColumn) ..<"
      + " \(extent.columnRange.upperBound)"
  }
}
