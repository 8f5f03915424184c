import Engine
import Foundation
import Grids
import Ledger
import Manifests
import MassBalance
import Testing

@testable import Stages

/// A map of twelve cells, each decided by another rule.
///
/// Erosion is 25 t/ha/a of water, in ground of 2500 kg/m3 a millimetre a year, and 0.02 m2/a times the Laplacian, negative
/// in hollows; production is 1 m/a, and the depth of an e-fold 0.5 m.
@Suite struct `A map of the thickness` {
  let bench: Bench
  let frame = GridGeometry.small(columns: 4, rows: 3)

  /// One parameter differs between the folds: the depth of an e-fold.
  static func vector(_ h0: Double) -> [Double] { [h0, 2500, 1, 0, 1, 0, 1, 0.01] }

  init() throws {
    bench = try Bench()
    //                                    plain glacier lake swamp outside …
    let domain: [Int16?] = [0, 2, 3, 4, 1, 0, 0, 0, 0, 0, 0, 0]
    let zones: [Int16?] = [1, nil, nil, nil, nil, 1, 2, 3, nil, 1, 1, 1]
    let complete: [Int16?] = [1, nil, nil, nil, nil, 1, 1, 1, nil, 0, 1, 1]
    try bench.lay(ClassGrid(geometry: frame, cells: domain), as: "domain", "domain.tif")
    try bench.lay(ClassGrid(geometry: frame, cells: zones), as: "zones", "zones.tif")
    try bench.lay(ClassGrid(geometry: frame, cells: complete), as: "complete", "complete.tif")
    try bench.lay([1, 1, 1, 1, 1, .nan, 1, 1, 1, 1, 1, 1], as: "mat", on: frame)
    try bench.lay([Float](repeating: 400, count: 12), as: "map", on: frame)
    try bench.lay([Float](repeating: 25, count: 12), as: "water", on: frame)
    // The tenth lies in a deep hollow, the last on a ridge that loses another millimetre.
    try bench.lay([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.1, -0.05], as: "laplacian", on: frame)
    try bench.lay([100, 9, 9, 9, 9, 9, 9, 9, 9, 9, 5, .nan], as: "depth", on: frame)

    var parameters = Table(columns: ParameterTable.columns)
    for zone in [1, 2] {
      parameters.append(
        ParameterTable.row(
          zone: zone, values: Self.vector(0.5), rmse: nil, outOfFoldRMSE: nil, profiles: 3, densityRatio: 1.35))
    }
    try bench.lay(parameters.csv, as: "calibration", "parameters.csv")
    var folds = Table(columns: ZoneFit.foldColumns)
    for (zone, fold, h0) in [("1", "0", 0.5), ("1", "1", 0.5), ("1", "2", 0.25), ("2", "0", 0.5)] {
      folds.append([zone, fold] + Self.vector(h0).map(Table.field) + ["0.1", "2", "100", "1"])
    }
    try bench.lay(folds.csv, as: "calibration", "folds.csv")
    let residuals = Table(
      columns: ZoneFit.residualColumns,
      rows: [
        ["1", "0", "a", "1", "9", "1"], ["1", "1", "a", "1", "0.9", "1"], ["1", "1", "b", "0.5", "0.7", "1"],
        ["1", "2", "c", "0.4", "5", "1"], ["2", "0", "d", "1", "2", "1"],
      ])
    try bench.lay(residuals.csv, as: "calibration", "residuals.csv")
    try bench.run(productGraph(smallProduct())["simulation/map"])
  }

  @Test func `says of every cell what decided it`() throws {
    let flags = try Layers.readFlags(bench.output("quality_flags.tif")).cells
    // Glacier 32, lake 16, other mask 512, missing covariate 64, no cross-validation 128, no parameters 256, floor and
    // depth to bedrock 1 + 4; a zone given without all covariates is flagged like a covariate that the model lacks.
    #expect(flags == [0, 32, 16, 512, nil, 64, 128, 256, 64, 64, 5, 0])
  }

  @Test func `solves the balance of each cell`() throws {
    let thickness = try bench.layer("solum_thickness.tif")
    // h = h0 ln(1.35 a / E)
    for cell in [0, 6, 9] { #expect(agree(Double(thickness[cell]), 0.5 * log(1.35 / 1e-3)), "cell \(cell)") }
    #expect(thickness[10] == 5)
    #expect(agree(Double(thickness[11]), 0.5 * log(1.35 / 2e-3)))
    for cell in [1, 2, 3, 4, 5, 7, 8] { #expect(thickness[cell].isNaN, "cell \(cell)") }
  }

  @Test func `has saprolite where bedrock is known and lies deeper`() throws {
    let saprolite = try bench.layer("saprolite_thickness.tif")
    #expect(agree(Double(saprolite[0]), 100 - 0.5 * log(1.35 / 1e-3)))
    #expect(saprolite[10].isNaN && saprolite[11].isNaN)
  }

  @Test func `spreads as the folds disagree and err`() throws {
    let (deviation, lower, upper) = (
      try bench.layer("solum_thickness_uncertainty.tif", band: 0),
      try bench.layer("solum_thickness_uncertainty.tif", band: 1),
      try bench.layer("solum_thickness_uncertainty.tif", band: 2)
    )
    // The first fold predicts h and erred by +0.1 and -0.2; the second predicts h / 2 and erred by -4.6: below 0.
    let h = 0.5 * log(1.35 / 1e-3)
    let sample = [0, h - 0.2, h + 0.1]
    let mean = (2 * h - 0.1) / 3
    let variance = sample.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 2
    #expect(agree(Double(deviation[0]), variance.squareRoot()))
    #expect(agree(Double(lower[0]), 0.1 * (h - 0.2)))
    #expect(agree(Double(upper[0]), h - 0.2 + 0.9 * 0.3))
    // Zone 2 has no folds.
    #expect(deviation[6].isNaN && lower[6].isNaN && upper[6].isNaN)
    #expect((0..<12).allSatisfy { deviation[$0].isNaN || [0, 9, 10, 11].contains($0) })
  }

  @Test func `shows energy and erosion as they are before any rule`() throws {
    let erosion = try bench.layer("parts.tif", band: 1)
    #expect(agree(Double(erosion[10]), -1e-3))
    #expect(agree(Double(erosion[11]), 2e-3))
    // EEMT at 1 degC and 400 mm: 347134 exp(-((20.5 / 10.1)^2 + (4012 / 1704)^2) / 2)
    let warmth = 20.5 / 10.1
    let wetness = 4012.0 / 1704
    #expect(
      agree(
        Double(try bench.layer("parts.tif", band: 0)[0]), 347_134 * exp(-(warmth * warmth + wetness * wetness) / 2)))
  }
}

@Suite struct `A mask on the map` {
  @Test(arguments: [("lakes", 16), ("glaciers", 32), ("swamps", 512), (nil, 512)] as [(String?, UInt16)])
  func `is flagged by its name`(name: String?, bit: UInt16) {
    #expect(QualityFlags(mask: name).rawValue == bit)
  }
}

@Suite struct `The layers that the model reads` {
  @Test func `are read once each, whatever they are read for`() throws {
    let model = smallModel.replacing("{constant: 0 t/ha/a, note: none}", with: "{layer: water}")
    let specification = try #require(try smallProduct(model: model).manifest.model)
    #expect(Forcings.covariates(specification) == ["mat", "map", "laplacian", "water", "depth"])
    let task = try #require(try productGraph(smallProduct(model: model))["simulation/map"])
    #expect(task.inputs.count { $0.name == "covariates/water" } == 1)
  }
}
