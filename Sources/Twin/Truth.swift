package import Grids
package import MassBalance

/// What is true on the synthetic plateau: the zone of every cell and the thickness that the mass balance gives it with the
/// zone's parameters.
///
/// The zone is the nearest of Table 3's centres in elevation, MAT, MAP and NDVI, each in units of the standard deviation
/// of its column of the table. The thickness follows Table 4, the floor on erosion and the cap at bedrock.
package struct Truth: Sendable {
  /// 1 to 8.
  package var zones: ClassGrid
  /// m; NaN where there is none.
  package var thickness: Grid<Float>
  /// Total lowering E before the floor, m/a; NaN where there is none.
  package var erosion: Grid<Double>
  /// The rules that decided a cell.
  package var flags: Grid<QualityFlags>

  init(covariates: Covariates, parameters: TwinParameters) {
    let geometry = covariates.elevation.geometry
    let rules = SteadyStateRules(
      densityRatio: parameters.densityRatio, erosionFloor: Quantity(parameters.erosionFloor))
    zones = ClassGrid(geometry: geometry, repeating: nil)
    thickness = Grid(geometry: geometry, repeating: .nan)
    erosion = Grid(geometry: geometry, repeating: .nan)
    flags = Grid(geometry: geometry, repeating: [])
    for offset in 0..<geometry.count {
      let zone = PublishedZone.nearest(
        elevation: Double(covariates.elevation.cells[offset]),
        temperature: Double(covariates.temperature.cells[offset]),
        precipitation: Double(covariates.precipitation.cells[offset]), ndvi: Double(covariates.ndvi.cells[offset]))
      let state = SteadyState(
        of: covariates.forcing(at: offset), with: PublishedZone.all[zone - 1].parameters, rules: rules)
      zones.cells[offset] = Int16(zone)
      thickness.cells[offset] = state.thickness.map { Float($0.value) } ?? .nan
      erosion.cells[offset] = state.erosion.value
      flags.cells[offset] = state.flags
    }
  }

  /// The truth of the cells where `mask` is true, and nothing elsewhere.
  func within(_ mask: Mask) -> Truth {
    var kept = self
    for offset in mask.cells.indices where !mask.cells[offset] {
      kept.zones.cells[offset] = nil
      kept.thickness.cells[offset] = .nan
      kept.erosion.cells[offset] = .nan
      kept.flags.cells[offset] = []
    }
    return kept
  }
}
