import Calibration
import Engine
import Grids
import Ledger
import MassBalance
import Statistics

/// The rasters of one simulation.
struct SimulatedMaps {
  var thickness: Grid<Float>
  var saprolite: Grid<Float>
  var eemt: Grid<Float>
  var erosion: Grid<Float>
  /// Standard deviation, 5 % and 95 % quantile of the predictive sample, m.
  var spread: [Grid<Float>]
  /// `nil` outside the study area.
  var flags: Grid<UInt16?>

  init(geometry: GridGeometry) {
    let empty = Grid<Float>(geometry: geometry, repeating: .nan)
    thickness = empty
    saprolite = empty
    eemt = empty
    erosion = empty
    spread = [empty, empty, empty]
    flags = Grid(geometry: geometry, repeating: nil)
  }

  /// How many cells each flag decided.
  var counts: [(name: String, count: Int)] {
    QualityFlags.meanings.map { flag, name in
      (name, flags.cells.count { $0.map { QualityFlags(rawValue: $0).contains(flag) } ?? false })
    }
  }

  func write(_ context: TaskContext, withUncertainty: Bool, withSaprolite: Bool) throws {
    try Layers.write([thickness], to: context.output(SimulationStage.thicknessFile))
    try Layers.write([eemt, erosion], to: context.output(SimulationStage.partsFile))
    try Layers.write(flags, to: context.output(SimulationStage.flagsFile))
    if withSaprolite { try Layers.write([saprolite], to: context.output(SimulationStage.saproliteFile)) }
    if withUncertainty { try Layers.write(spread, to: context.output(SimulationStage.uncertaintyFile)) }
  }
}

/// Every cell of the domain solved for its steady state.
///
/// - Parameters:
///   - masks: the names of the domain's masks.
///   - complete: 0 where a cell's zone was given without all covariates, which is flagged; `nil` for nowhere.
func simulate(
  domain: Domain, masks: [String], zones: ClassGrid, complete: ClassGrid?, forcing: ForcingLayers, fitted: FittedModel
) -> SimulatedMaps {
  var maps = SimulatedMaps(geometry: domain.geometry)
  let codes = zones.cells.map { $0.flatMap { UInt8(exactly: $0) } ?? ZonedModel.noZone }
  var run = SteadyStateRun()
  for first in stride(from: 0, to: codes.count, by: SteadyStateRun.capacity) {
    let cells = first..<min(first + SteadyStateRun.capacity, codes.count)
    guard !cells.allSatisfy(domain.isOutside) else { continue }
    // The whole run is solved; what does not take part is not looked at.
    let folds = fitted.foldModels.map { model in
      run.solve(cells, of: forcing, zones: codes, by: model)
      return Array(run.thickness)
    }
    run.solve(cells, of: forcing, zones: codes, by: fitted.model)
    for (place, offset) in cells.enumerated() where !domain.isOutside(offset) {
      guard domain.takesPart(offset) else {
        maps.flags.cells[offset] = QualityFlags(mask: domain.mask(at: offset).map { masks[$0] }).rawValue
        continue
      }
      guard let zone = zones.cells[offset].map({ Int($0) }), forcing.isComplete(at: offset) else {
        maps.flags.cells[offset] = QualityFlags.missingCovariate.rawValue
        continue
      }
      guard fitted.hasParameters(zone) else {
        maps.flags.cells[offset] = QualityFlags.zoneWithoutParameters.rawValue
        continue
      }
      var flags = QualityFlags(rawValue: run.flags[place])
      if complete?.cells[offset] == 0 { flags.insert(.missingCovariate) }
      if fitted.isCrossValidated, !fitted.hasFolds(zone) { flags.insert(.uncheckedZone) }
      maps.flags.cells[offset] = flags.rawValue
      maps.eemt.cells[offset] = Float(forcing.energy[offset])
      maps.erosion.cells[offset] = Float(run.erosion[place])
      guard !run.thickness[place].isNaN else { continue }
      maps.thickness.cells[offset] = Float(run.thickness[place])
      if run.saprolite[place] > 0 { maps.saprolite.cells[offset] = Float(run.saprolite[place]) }
      if let interval = fitted.spread(folds.map { $0[place] }, zone: zone) {
        maps.spread[0].cells[offset] = Float(interval.standardDeviation)
        maps.spread[1].cells[offset] = Float(interval.lower)
        maps.spread[2].cells[offset] = Float(interval.upper)
      }
    }
  }
  return maps
}

extension QualityFlags {
  /// Why a masked cell has no value.
  init(mask: String?) {
    switch mask {
    case "lakes": self = .lake
    case "glaciers": self = .glacier
    default: self = .otherMask
    }
  }
}
