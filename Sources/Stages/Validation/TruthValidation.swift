import Engine
import Grids
import Ledger
import Manifests
import Statistics

/// How much of a synthetic product's truth was found again.
///
/// Two variants are judged: `found`, the product itself, and `true_zones`, calibrated a second time on the zones of the
/// truth. Each is set beside the mean of its zone's profiles, the mean of all profiles, and the noise of the
/// observations; skill is 1 − MSE / MSE of the trivial predictor.
enum TruthValidation {
  static let id = "validation/truth"
  static let zonesFile = "truth_zones.tif"
  static let thicknessFile = "truth_thickness.tif"
  static let files = [zonesFile, thicknessFile]

  /// A zone with fewer profiles is not asked for its truth on its own.
  private static let fewestProfiles = 30

  static func task(found: SimulationStage, trueZones: SimulationStage, truth: String) -> TaskDefinition {
    func renamed(_ input: TaskDefinition.Input, _ name: String) -> TaskDefinition.Input {
      TaskDefinition.Input(name, from: input.task, input.artifacts)
    }
    return TaskDefinition(
      id: id, stage: "validation", revision: 1,
      inputs: [
        FrameStage.domainInput, SamplesStage.input,
        .init("truth", from: SourcesStage.id(truth), [zonesFile, thicknessFile]),
        renamed(ZonesStage.zoneInput, "found-zones"),
        renamed(found.input([SimulationStage.thicknessFile]), "found-map"),
        renamed(found.calibration.input, "found-calibration"),
        renamed(trueZones.input([SimulationStage.thicknessFile]), "true_zones-map"),
        renamed(trueZones.calibration.input, "true_zones-calibration"),
      ]
    ) { context in
      let domain = try FrameStage.readDomain(context)
      let truth = try Layers.readBands(context.file("truth", thicknessFile))[0]
      let trueZoneOf = try Layers.readClasses(context.file("truth", zonesFile))
      let foundZoneOf = try Layers.readClasses(context.file("found-zones", ZonesStage.zoneFile))
      let samples = try Samples(readTable(context.file("samples", SamplesStage.fileName)))
      var list = StatisticList()

      let noise = PredictionError(
        observed: samples.rows.map { Double(truth[$0.cell]) }, predicted: samples.thickness)
      list.add("noise.rmse", noise?.rootMeanSquare, "m")
      let both = domain.cells.filter { foundZoneOf.cells[$0] != nil && trueZoneOf.cells[$0] != nil }
      list.add(
        "zones.adjusted_rand_index",
        adjustedRandIndex(
          both.map { Int(foundZoneOf.cells[$0] ?? 0) }, both.map { Int(trueZoneOf.cells[$0] ?? 0) }), "1")

      for (variant, zones) in [("found", foundZoneOf), ("true_zones", trueZoneOf)] {
        let map = try Layers.readBands(context.file("\(variant)-map", SimulationStage.thicknessFile))[0]
        let outcome = try CalibrationOutcome(context, input: "\(variant)-calibration")
        let judged = Judgement(
          domain: domain, truth: truth, map: map, zones: zones, outcome: outcome, noise: noise?.rootMeanSquare)
        judged.describe("\(variant).all", zones: nil, &list)
        let large = Set(
          outcome.parameters.rows.filter { (Int($0[ParameterTable.place(of: "profiles")]) ?? 0) >= fewestProfiles }
            .compactMap { Int($0[0]) })
        judged.describe("\(variant).zones_with_\(fewestProfiles)_profiles", zones: large, &list)
      }
      try writeText(list.table.csv, to: context.output("truth.csv"))
    }
  }
}

/// One variant of a synthetic product beside its truth.
private struct Judgement {
  let domain: Domain
  let truth: Grid<Float>
  let map: Grid<Float>
  let zones: ClassGrid
  let outcome: CalibrationOutcome
  let noise: Double?

  func describe(_ prefix: String, zones wanted: Set<Int>?, _ list: inout StatisticList) {
    let own = outcome.residuals(outOfFold: false)
    guard let plateauMean = mean(own.observed) else { return }
    let zoneMeans = Dictionary(
      uniqueKeysWithValues: Set(outcome.parameters.rows.compactMap { Int($0[0]) }).map { zone in
        (zone, mean(outcome.residuals(outOfFold: false, zones: [zone]).observed) ?? plateauMean)
      })
    let cells = domain.cells.filter { offset in
      guard let zone = zones.cells[offset], !map.cells[offset].isNaN, !truth.cells[offset].isNaN else { return false }
      return wanted.map { $0.contains(Int(zone)) } ?? true
    }
    let actual = cells.map { Double(truth.cells[$0]) }
    func error(_ predicted: [Double]) -> Double? {
      PredictionError(observed: actual, predicted: predicted)?.rootMeanSquare
    }
    let mapped = error(cells.map { Double(map.cells[$0]) })
    let zoneMean = error(cells.map { zoneMeans[Int(zones.cells[$0] ?? 0)] ?? plateauMean })
    let flat = error(cells.map { _ in plateauMean })
    list.add("\(prefix).map.cells", cells.count)
    list.add("\(prefix).map.rmse", mapped, "m")
    compare("\(prefix).map", mapped, with: [("zone_mean", zoneMean), ("plateau_mean", flat), ("noise", noise)], &list)

    let held = outcome.residuals(outOfFold: true, zones: wanted)
    let outOfFold = PredictionError(observed: held.observed, predicted: held.predicted)?.rootMeanSquare
    let trivial = PredictionError(observed: held.observed, predicted: held.trivial)?.rootMeanSquare
    let flatHeld = PredictionError(observed: held.observed, predicted: held.observed.map { _ in plateauMean })
    list.add("\(prefix).out_of_fold.profiles", held.observed.count)
    list.add("\(prefix).out_of_fold.rmse", outOfFold, "m")
    compare(
      "\(prefix).out_of_fold", outOfFold,
      with: [("zone_mean", trivial), ("plateau_mean", flatHeld?.rootMeanSquare), ("noise", noise)], &list)
  }

  /// The RMSE of each other predictor, the ratio to it, and the skill against it.
  private func compare(
    _ prefix: String, _ own: Double?, with others: [(name: String, rmse: Double?)], _ list: inout StatisticList
  ) {
    for (name, rmse) in others {
      guard let own, let rmse, rmse > 0 else { continue }
      list.add("\(prefix).\(name).rmse", rmse, "m")
      list.add("\(prefix).ratio_to_\(name)", own / rmse, "1")
      list.add("\(prefix).skill_against_\(name)", skill(rootMeanSquare: own, against: rmse), "1")
    }
  }
}
