/// The areas of cells as whole numbers of a small unit, so that their sums are exact in any order.
///
/// On a metric grid the unit is the cell. On a geographic one it is the square centimetre, the finest decimal unit in
/// which the whole Earth (5.1 · 10¹⁸ cm²) still fits into 63 bits; a cell of 30 m is rounded by 6 · 10⁻⁸ of its area.
struct WholeAreas: Hashable, Sendable {
  /// The area of a cell of each row, in units.
  let rows: [Int64]
  /// m².
  let unit: Double

  init(rows: [Int64], unit: Double) {
    self.rows = rows
    self.unit = unit
  }

  init(_ spacing: Spacing) {
    if let size = spacing.uniformSize {
      rows = [Int64](repeating: 1, count: spacing.rows.count)
      unit = size.area
    } else {
      rows = spacing.rows.map { Int64(($0.area * 1e4).rounded()) }
      unit = 1e-4
    }
  }
}

/// What the rows of a raster, or of a tile of it, are in size.
struct GroundRows {
  let sizes: [CellSize]
  let areas: WholeAreas
  /// Whether all cells of the raster are of one size, so that their number tells the catchment too.
  let isEven: Bool

  init(_ spacing: Spacing) {
    sizes = spacing.rows
    areas = WholeAreas(spacing)
    isEven = spacing.uniformSize != nil
  }

  private init(sizes: [CellSize], areas: WholeAreas, isEven: Bool) {
    self.sizes = sizes
    self.areas = areas
    self.isEven = isEven
  }

  /// Some of the rows.
  subscript(range: Range<Int>) -> GroundRows {
    GroundRows(
      sizes: Array(sizes[range]), areas: WholeAreas(rows: Array(areas.rows[range]), unit: areas.unit), isEven: isEven)
  }
}

extension Spacing {
  /// The size of all cells, where there is one.
  var uniformSize: CellSize? {
    guard let first = rows.first else { return CellSize(eastward: 1, northward: 1) }
    return rows.allSatisfy { $0 == first } ? first : nil
  }
}
