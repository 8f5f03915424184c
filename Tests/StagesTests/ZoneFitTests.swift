import Engine
import Foundation
import Ledger
import Manifests
import Testing

@testable import Stages

@Suite struct `The fit of a zone` {
  let product: ProductDeclaration
  let specification: SCEUASpecification
  let model: ModelSpecification

  init() throws {
    product = try smallProduct()
    guard case .sceua(let specification) = product.manifest.calibration else { throw Bench.NoSuchTask() }
    self.specification = specification
    model = try #require(product.manifest.model)
  }

  /// Profiles a, b, c, … with thicknesses of 0.1, 0.2, 0.3, … m and as much erosion the less.
  func profiles(_ count: Int, water: Double? = nil) throws -> ZoneProfiles {
    var table = Table(columns: ["id", "h"] + Forcings.columns)
    for number in 1...max(count, 1) where count > 0 {
      let id = String(UnicodeScalar(UInt8(96 + number)))
      table.append([id, "\(Double(number) / 10)", "1", "400", "\(water ?? 20 / Double(number))", "5", "0"])
    }
    return try ZoneProfiles(table, model)
  }

  func fit(fold: Int, _ profiles: ZoneProfiles) -> ZoneFit {
    ZoneFit(zone: 1, fold: fold, profiles: profiles, specification: specification, model: model, seed: 1)
  }

  @Test(arguments: [8, 9, 10, 11, 26])
  func `holds every profile out once, and never predicts one that it was trained on`(count: Int) throws {
    let profiles = try profiles(count)
    var held: [String] = []
    for fold in 1...4 {
      let fit = fit(fold: fold, profiles)
      let own = try fit.residuals.column("id", file: "")
      #expect(Set(own).isDisjoint(with: fit.trained.map { profiles.ids[$0] }))
      #expect(own.count + fit.trained.count == count)
      #expect(own.count == count / 4 || own.count == count / 4 + 1)
      #expect(fit.outcome?.trained == fit.trained.count)
      held += own
    }
    #expect(held.sorted() == profiles.ids)
  }

  @Test func `sets beside each prediction the mean of the profiles trained on`() throws {
    let profiles = try profiles(8)
    let fit = fit(fold: 1, profiles)
    let mean = fit.trained.map { Double($0 + 1) / 10 }.reduce(0, +) / 6
    #expect(fit.residuals.rows.count == 2)
    for row in fit.residuals.rows {
      #expect(agree(Double(row[5]), mean, within: 1e-14))
      let place = try #require(profiles.ids.firstIndex(of: row[2]))
      #expect(row[3] == Table.field(Double(place + 1) / 10))
    }
  }

  @Test func `on all profiles says what it leaves on each of them`() throws {
    let fit = fit(fold: 0, try profiles(5))
    let outcome = try #require(fit.outcome)
    #expect(fit.residuals.rows.map { $0[2] } == ["a", "b", "c", "d", "e"])
    #expect(outcome.trained == 5 && outcome.runs.count == 2 && outcome.rmse == outcome.runs.min())
    let squares = fit.residuals.rows.map { row in
      ((Double(row[3]) ?? .nan) - (Double(row[4]) ?? .nan)) * ((Double(row[3]) ?? .nan) - (Double(row[4]) ?? .nan))
    }
    #expect(agree(outcome.rmse, (squares.reduce(0, +) / 5).squareRoot(), within: 1e-12))
    #expect(zip(outcome.parameters, specification.bounds).allSatisfy { $1.contains($0) })
  }

  @Test func `has no folds below the least number of profiles`() throws {
    let profiles = try profiles(7)
    #expect(fit(fold: 0, profiles).outcome != nil)
    #expect((1...4).allSatisfy { fit(fold: $0, profiles).outcome == nil })
    #expect(fit(fold: 1, profiles).residuals == Table(columns: ZoneFit.residualColumns))
  }

  @Test func `is none without profiles`() throws {
    let none = fit(fold: 0, try profiles(0))
    #expect(none.outcome == nil && none.residuals.rows.isEmpty)
  }

  /// Without erosion no parameters explain a thickness: the search rejects them all.
  @Test func `is none where no parameters give erosion`() throws {
    var still = model
    still.windErosion = .constant(0, note: "")
    var table = Table(columns: ["id", "h"] + Forcings.columns)
    for id in ["a", "b"] { table.append([id, "1", "1", "400", "0", "0", "0"]) }
    let none = ZoneFit(
      zone: 1, fold: 0, profiles: try ZoneProfiles(table, still), specification: specification, model: still, seed: 1)
    #expect(none.outcome == nil && none.residuals.rows.isEmpty)
  }
}

@Suite struct `The table of parameters` {
  /// What one fold's task left behind.
  func result(_ bench: Bench, fold: Int, rmse: Double, _ rows: [[String]]) throws -> FoldResult {
    let name = "zone-7-fold-\(fold)"
    let vector = [0.1, 2400, 0.6, 1e-4, 0.9, 0.8, 0.7, 0.009]
    try writeJSON(
      ZoneFit.Outcome(
        parameters: vector, rmse: rmse, trained: 4, evaluations: 300, runs: [rmse, rmse * 1.0005, rmse * 1.002]),
      to: try bench.input(name, "fit.json"))
    try bench.lay(Table(columns: ZoneFit.residualColumns, rows: rows).csv, as: name, "residuals.csv")
    return try FoldResult(zone: 7, fold: fold, folder: "\(bench.folder)/inputs/\(name)")
  }

  @Test func `pools the errors of the folds and tells the groups that data can tell`() throws {
    let bench = try Bench()
    let fits = [
      try result(bench, fold: 0, rmse: 0.25, [["7", "0", "a", "1", "1.25", "9"]]),
      try result(
        bench, fold: 1, rmse: 0.2, [["7", "1", "a", "1", "1.3", "1.4"], ["7", "1", "b", "2", "2.4", "1.4"]]),
      try result(bench, fold: 2, rmse: 0.2, [["7", "2", "c", "3", "3", "1.2"]]),
    ]
    let row = try #require(ParameterTable.row(of: fits, densityRatio: 1.35))
    let table = Table(columns: ParameterTable.columns, rows: [row])
    #expect(table.number("7", "rmse_insample") == 0.25)
    // Errors of 0.3, 0.4 and 0, of the mean 0.4, -0.6 and -1.8.
    #expect(agree(table.number("7", "rmse_out_of_fold"), (0.25 / 3).squareRoot(), within: 1e-14))
    #expect(agree(table.number("7", "rmse_zone_mean"), (3.76 / 3).squareRoot(), within: 1e-14))
    #expect(table.number("7", "profiles") == 4)
    // alpha / (10 rho a 1.35), beta / (10 rho a 1.35), gamma D / (1.35 a)
    #expect(agree(table.number("7", "water_group"), 0.9 / 19_440, within: 1e-14))
    #expect(agree(table.number("7", "wind_group"), 0.8 / 19_440, within: 1e-14))
    #expect(agree(table.number("7", "grav_group"), 0.0063 / 0.81, within: 1e-14))

    var folds = Table(columns: ZoneFit.foldColumns)
    var residuals = Table(columns: ZoneFit.residualColumns)
    for fit in fits { fit.append(to: &folds, &residuals) }
    // Two of three runs lie within a thousandth of the best.
    #expect(try folds.column("runs_agree", file: "") == ["2", "2", "2"])
    #expect(try residuals.column("id", file: "") == ["a", "a", "b", "c"])
  }

  @Test func `has no row for a zone without a fit`() throws {
    let bench = try Bench()
    try writeJSON(ZoneFit.Outcome?.none, to: try bench.input("zone", "fit.json"))
    try bench.lay(Table(columns: ZoneFit.residualColumns).csv, as: "zone", "residuals.csv")
    let none = try FoldResult(zone: 3, fold: 0, folder: "\(bench.folder)/inputs/zone")
    #expect(ParameterTable.row(of: [none], densityRatio: 1.35) == nil)
  }

  /// Table 4 of the paper, first zone; groups by hand.
  @Test func `is the published one where the manifest says so`() throws {
    let bench = try Bench()
    try bench.run(productGraph(Products.shipped("qtp-open"))["calibration/parameters"])
    let table = try bench.table("parameters.csv")
    #expect(try table.column("zone", file: "") == (1...8).map(String.init))
    #expect(table.number("1", "h0") == 0.038 && table.number("8", "D") == 0.00065)
    #expect(agree(table.number("1", "water_group"), 0.0012 / (10 * 2764.99 * 86.03 * 1.35), within: 1e-14))
    #expect(table.row("1")?["rmse_out_of_fold"] == "" && table.row("1")?["profiles"] == "")
    #expect(try bench.table("folds.csv").rows.isEmpty)
    #expect(try bench.table("residuals.csv").rows.isEmpty)
  }
}
