/// What all passes over the tiles of a raster, and the joins between them, must agree on.
///
/// Heights, too many for memory, are worked tile by tile. Between two passes over the tiles stands a join of what they
/// told of their rims, which is small:
///
///     survey      tile                    → RimSurvey      which basins meet in the tile, and how high
///     spillLevels all RimSurveys          → RimLevels      the filled heights of and around each rim
///     descend     tile, levels            → Descent        filled heights and courses
///                                           BorderFlats    level ground that crosses the rim
///     flatSteps   all levels, flats       → RimSteps       how far the ways out of it are
///     link        tile, descent, steps    → RimLinks       where water that enters the tile leaves it
///     inflows     all links               → RimInflow      what enters each tile
///     forEachRow  tile, descent, inflow   → the products, row by row
///
/// Slope position asks for one pass and one join more before the last:
///
///     drainage    tile, descent, inflow   → RimDrainage    the drainage of water that enters the tile
///     drainages   all RimDrainages        → BeyondDrainage that of the cells around each tile
///
/// What becomes of the products on a coarse grid is the business of `TileAttributes`.
///
/// Each is a pure function of values that have a byte form, so that each pass over a tile can be a task of its own. The
/// products are those of the whole raster at once, to the last bit, however it is cut.
///
/// Where a minimum area of closed basins is declared, `areaQueries` and `census` stand between the first two.
///
/// A tile that is missing is a void: water leaves the raster there.
///
/// - Reference: Barnes (2016), Computers & Geosciences 96, 56–68 (filling); Barnes (2017), Earth Surface Processes and
///   Landforms 42, 2057–2070 (accumulation). Level ground across tiles, slope length and closed basins are ours.
package struct FlowPlan: Hashable, Sendable {
  package let tiling: Tiling
  package let spacing: Spacing
  package let options: TerrainOptions

  /// - Parameters:
  ///   - spacing: one cell size for each row of the raster. Those of a tile are cut from it, since computed from the
  ///     tile's own edge they would differ in the last digit.
  ///   - options: of which routing, closed basins and slope length count here. Routing is the steepest descent: water
  ///     that parts needs the whole raster.
  package init(tiling: Tiling, spacing: Spacing, options: TerrainOptions = TerrainOptions()) throws(FlowError) {
    guard spacing.rows.count == tiling.rows else {
      throw FlowError(.raster, .spacing(rows: spacing.rows.count, of: tiling.rows))
    }
    guard options.routing == .steepest else { throw FlowError(.raster, .routing) }
    let basins = options.closedBasins
    if let depth = basins.minimumDepth, !(depth >= 0) { throw FlowError(.raster, .threshold("least depth", depth)) }
    if let area = basins.minimumArea, !(area >= 0) { throw FlowError(.raster, .threshold("least area", area)) }
    self.tiling = tiling
    self.spacing = spacing
    self.options = options
  }

  var closedBasins: ClosedBasins { options.closedBasins }
  var slopeLength: SlopeLengthRule { options.slopeLength }

  /// The rows of a tile.
  func rows(of extent: TileExtent) -> GroundRows { GroundRows(spacing)[extent.rowRange] }

  /// Throws unless there is one value for each cell of a tile.
  func check(_ tile: Int, _ heights: Heights, _ lakes: [Bool]?) throws(FlowError) {
    try check(tile, heights.count, "heights")
    if let lakes { try check(tile, lakes.count, "cells of lakes") }
  }

  func check(_ tile: Int, _ count: Int, _ name: String) throws(FlowError) {
    let extent = tiling.extent(of: tile)
    guard count == extent.rows * extent.columns else {
      throw FlowError(.tile(tile), .count(name, found: count, expected: extent.rows * extent.columns))
    }
  }

  /// Throws unless there is one value for each cell of a tile's rim.
  func check(_ tile: Int, rim count: Int, _ name: String) throws(FlowError) {
    let expected = tiling.extent(of: tile).rim.count
    guard count == expected else {
      throw FlowError(.tile(tile), .count("\(name) of the rim", found: count, expected: expected))
    }
  }

  /// Throws unless the levels are of a tile and of the type of its heights.
  func check(_ tile: Int, _ levels: RimLevels, _ heights: Heights) throws(FlowError) {
    try check(tile, rim: levels.rim.count, "levels")
    let around = tiling.extent(of: tile).beyond.count
    guard levels.beyond.count == around else {
      throw FlowError(.tile(tile), .count("levels around it", found: levels.beyond.count, expected: around))
    }
    guard levels.kind == heights.kind else {
      throw FlowError(.tile(tile), .contradiction("its levels are of another type than its heights"))
    }
  }

  /// Throws unless there is a value or none for each tile.
  func check(_ count: Int, _ name: String) throws(FlowError) {
    guard count == tiling.count else {
      throw FlowError(.raster, .count(name, found: count, expected: tiling.count))
    }
  }
}
