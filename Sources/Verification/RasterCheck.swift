import Geodata
import Grids
import Ledger

/// Minimum, maximum and mean of the cells that have a value.
struct CellSummary: Hashable, Sendable {
  var minimum: Double
  var maximum: Double
  var mean: Double

  /// `nil` where no cell has a value. The sum runs row by row from the north, in double precision.
  init?(of grid: Grid<Float>) {
    var count = 0
    var sum = 0.0
    var least = Double.infinity
    var greatest = -Double.infinity
    for cell in grid.cells where !cell.isNaN {
      let value = Double(cell)
      count += 1
      sum += value
      least = min(least, value)
      greatest = max(greatest, value)
    }
    guard count > 0 else { return nil }
    minimum = least
    maximum = greatest
    mean = sum / Double(count)
  }

  /// By the names that statistics end in.
  var named: [(name: String, value: Double)] { [("min", minimum), ("max", maximum), ("mean", mean)] }
}

/// The map itself says what `claims.csv` and the table of comparison say of it.
///
/// Both were computed in double precision from cells that the map holds in single precision: they agree to 1e-6 of the
/// value, sixteen units in the last place of a Float.
func rasterCheck(_ release: ReleaseFolder, _ claims: [ClaimResult]) throws -> VerificationReport.Check {
  let map = "data/solum_thickness.tif"
  guard let summary = CellSummary(of: try readRaster(release.file(map), as: Float.self)) else {
    return VerificationReport.Check("rasters", map, problems: ["\(map): no cell has a value"])
  }
  var problems: [String] = []
  var compared = 0
  func compare(_ value: Double, with said: Double, _ place: String) {
    compared += 1
    if abs(value - said) > 1e-6 * abs(value) {
      problems.append("\(place): \(said.text) stands there, the map has \(value.text)")
    }
  }
  let table = try release.tables()["tables/comparison.csv"] ?? []
  let row = table.first { $0.first == "this" }
  for (name, value) in summary.named {
    for result in claims where result.claim.formula?.soleStatistic == "map.h.\(name)" {
      guard case .number(let said) = result.computed else { continue }
      compare(value, with: said, "\(ReleaseFolder.claims), \(result.claim.id)")
    }
    if let row, let column = table.first?.firstIndex(of: name), column < row.count, let said = Double(row[column]) {
      compare(value, with: said, "tables/comparison.csv, this, \(name)")
    }
  }
  return VerificationReport.Check("rasters", "\(map) against \(compared) numbers said of it", problems: problems)
}
