import Engine
import Grids
import Ledger
import Manifests
import MassBalance
import Testing

@testable import Stages

/// Six cells: four of the area, one lake, one outside.
@Suite struct `What is said of a map` {
  let bench: Bench
  let frame = GridGeometry.small(columns: 3, rows: 2)

  init() throws {
    bench = try Bench()
    try bench.lay(ClassGrid(geometry: frame, cells: [0, 0, 0, 0, 3, 1]), as: "domain", "domain.tif")
    try bench.lay(ClassGrid(geometry: frame, cells: [1, 1, 2, 2, nil, nil]), as: "zones", "zones.tif")
    try writeJSON(
      MatchSummary(
        start: 1, startCosts: [1], covariates: [], cost: 3, passes: 2, settled: true, silhouette: 0.125,
        assignmentCost: 0.25, runnerUpCost: 0.5),
      to: try bench.input("match", "match.json"))
    try bench.lay(
      "zone,cells,cost,silhouette,silhouette_cells\n1,2,2,0.25,9\n2,2,1,0,9\n3,0,0,,0\n", as: "quality", "quality.csv")
    try bench.lay(
      [Grid(geometry: frame, cells: [1, 2, 3, 4, .nan, .nan])], as: "simulated", "solum_thickness.tif")
    try Layers.write(
      Grid<UInt16?>(geometry: frame, cells: [128, 132, 64, 0, 16, nil]),
      to: try bench.input("simulated", "quality_flags.tif"))
    try bench.lay([10, 20, 30, 40, 100, 999], as: "elevation", on: frame)
    try bench.lay([1, 0, 1, 0, 5, 5], as: "mat", on: frame)
    try bench.lay([4, 3, 1, .nan, 5, 5], as: "map", on: frame)
    try bench.lay([7, 7, 7, 7, 5, 5], as: "ndvi", on: frame)
    for other in ["depth", "laplacian", "water"] {
      try bench.lay([Float](repeating: .nan, count: 6), as: other, on: frame)
    }
  }

  func statistics(_ product: ProductDeclaration) throws -> [String: Double] {
    try bench.run(productGraph(product)["validation/map"])
    return try StatisticList(bench.table("statistics.csv")).values
  }

  @Test func `counts the area with its lakes, and the cells of the map without`() throws {
    let found = try statistics(smallProduct())
    #expect(found["grid.cell_size"] == 1)
    #expect(found["grid.valid_area_km2"] == 5)
    #expect(found["grid.cells"] == 4)
    #expect(found["elevation.mean"] == 40)
    #expect(found["map.h.cells"] == 4 && found["map.h.min"] == 1 && found["map.h.max"] == 4)
    #expect(found["map.h.mean"] == 2.5 && found["map.h.median"] == 2.5)
    #expect(agree(found["map.h.sd"], (5.0 / 3).squareRoot(), within: 1e-14))
    #expect(found["zones.match.cost"] == 0.25 && found["zones.match.runner_up_cost"] == 0.5)
    #expect(found["zones.silhouette"] == 0.125)
  }

  /// Thickness 1, 2, 3, 4 with elevation, its tenfold; with MAT 1, 0, 1, 0; with MAP 4, 3, 1 where it has a value.
  @Test func `correlates over the cells where both have a value`() throws {
    let found = try statistics(smallProduct())
    #expect(agree(found["corr.pearson.h.elev"], 1, within: 1e-15))
    #expect(agree(found["corr.pearson.h.MAT"], -1 / 5.0.squareRoot(), within: 1e-14))
    // Covariance -3, of deviations 2 and 14 / 3 squared.
    #expect(agree(found["corr.pearson.h.MAP"], -3 / (28.0 / 3).squareRoot(), within: 1e-14))
    // What does not vary and what is not there correlate with nothing.
    #expect(found["corr.pearson.h.ndvi"] == nil && found["corr.pearson.h.depth"] == nil)

    let table = try bench.table("correlations.csv")
    #expect(table.rows.count == 8 * 7 / 2)
    let pairs = table.rows.first { $0[0] == "MAP" && $0[1] == "MAT" }
    #expect(pairs?[4] == "3")
    // Of four cells with r = -0.447, p = 1 - 0.447; for n = 4 the probability is 1 - |r|.
    #expect(agree(found["corr.p_value"], 1 - 1 / 5.0.squareRoot(), within: 1e-12))
  }

  @Test func `has a row for every zone, empty for one without cells`() throws {
    _ = try statistics(smallProduct())
    let zones = try bench.table("zones.csv")
    #expect(zones.number("2", "cost") == 1 && zones.row("3")?["silhouette"] == "")
    #expect(zones.number("1", "cells") == 2 && zones.number("1", "elevation") == 15)
    #expect(zones.number("2", "map") == 1 && zones.number("2", "thickness_mean") == 3.5)
    #expect(agree(zones.number("2", "thickness_sd"), 0.5.squareRoot(), within: 1e-14))
    #expect(zones.row("3")?["cells"] == "0" && zones.row("3")?["thickness_mean"] == "")
  }

  @Test func `claims the number of a zone only when it is that of a published one`() throws {
    let unmatched = try statistics(smallProduct())
    #expect(!unmatched.keys.contains { $0.hasPrefix("cluster[") })
    let matched = try statistics(smallProduct(zones: matchedZones))
    #expect(matched["cluster[1].mean.elev"] == 15 && matched["cluster[2].h.mean"] == 3.5)
    #expect(matched["cluster[8].mean.elev"] == nil)
  }

  @Test func `counts the cells that each rule decided, as shares of the area`() throws {
    _ = try statistics(smallProduct())
    let quality = try bench.table("quality.csv")
    #expect(quality.rows.count == 10)
    for (flag, cells) in [
      ("zone without cross-validation", 2.0), ("cut to the depth to bedrock", 1), ("missing covariate", 1),
      ("lake", 1), ("glacier", 0),
    ] {
      #expect(quality.number(flag, "cells") == cells, "\(flag)")
      #expect(quality.number(flag, "share") == cells / 5, "\(flag)")
    }
  }
}

@Suite struct `What profiles say of a map` {
  let bench: Bench
  let frame = GridGeometry.small(columns: 4, rows: 1)

  init() throws {
    bench = try Bench()
    try bench.lay(
      """
      id,x,y,thickness,row,column,status
      a,0,0,1,0,0,ok
      b,0,0,2,0,1,ok
      c,0,0,4,0,3,ok
      d,0,0,5,0,2,lakes

      """, as: "samples", "profiles.csv")
    try bench.lay(ClassGrid(geometry: frame, cells: [1, 1, nil, 2]), as: "zones", "zones.tif")
    try bench.lay(
      [Grid(geometry: frame, cells: [1.5, 1.5, .nan, .nan])], as: "simulated", "solum_thickness.tif")
    var parameters = Table(columns: ParameterTable.columns)
    let (full, first, second) = (
      [0.1, 2500, 1, 0, 0.5, 0, 1, 0.01], [0.2, 2500, 1, 0, 0.25, 0, 1, 0.01], [0.05, 2500, 2, 0, 0.5, 0, 1, 0.01]
    )
    parameters.append(
      ParameterTable.row(
        zone: 1, values: full, rmse: 0.1, outOfFoldRMSE: 0.3, zoneMeanRMSE: 0.4, profiles: 2, densityRatio: 1.35))
    try bench.lay(parameters.csv, as: "calibration", "parameters.csv")
    var folds = Table(columns: ZoneFit.foldColumns)
    for (fold, vector) in [("0", full), ("1", first), ("2", second)] {
      folds.append(["1", fold] + vector.map(Table.field) + ["0.1", "1", "100", "1"])
    }
    try bench.lay(folds.csv, as: "calibration", "folds.csv")
    try bench.lay(
      """
      zone,fold,id,observed,predicted,zone_mean
      1,0,a,1,1.25,1.5
      1,0,b,2,1.75,1.5
      1,1,a,1,1.5,2
      1,2,b,2,1,1

      """, as: "calibration", "residuals.csv")
  }

  func statistics(_ product: ProductDeclaration) throws -> [String: Double] {
    try bench.run(productGraph(product)["validation/profiles"])
    return try StatisticList(bench.table("statistics.csv")).values
  }

  @Test func `sets errors within the sample, out of the fold and of the trivial predictor beside each other`() throws {
    let found = try statistics(smallProduct())
    #expect(found["obs.count"] == 4 && found["obs.count.used"] == 3 && found["cv.folds"] == 4)
    // The map is wrong by 0.5 and -0.5 at a and b; it has no value at c.
    #expect(found["map.h.obs.n"] == 2 && found["map.h.obs.me"] == 0)
    #expect(found["map.h.obs.rmse"] == 0.5 && found["map.h.obs.mae"] == 0.5 && found["map.h.obs.mre"] == 0.375)
    // Out of the fold by 0.5 and -1, of which the root mean square is the root of 0.625.
    #expect(agree(found["cv.overall.rmse"], 0.625.squareRoot(), within: 1e-14))
    #expect(found["cv.overall.mae"] == 0.75 && found["cv.overall.me"] == -0.25 && found["cv.overall.mre"] == 0.5)
    #expect(found["cv.zone_mean.rmse"] == 1 && found["cv.zone_mean.me"] == 0)
    #expect(found["insample.overall.rmse"] == 0.25)
  }

  @Test func `lists every profile with what is known of it`() throws {
    _ = try statistics(smallProduct())
    let profiles = try bench.table("profiles.csv")
    #expect(
      profiles.rows == [
        ["a", "ok", "1", "1", "1.5", "1.5", "1"], ["b", "ok", "1", "2", "1.5", "1", "2"],
        ["c", "ok", "2", "4", "", "", ""], ["d", "lakes", "", "5", "", "", ""],
      ])
  }

  @Test func `names the parameters of a zone only when its number is published`() throws {
    #expect(try statistics(smallProduct())["params.cluster[1].h0"] == nil)
    let matched = try statistics(smallProduct(zones: matchedZones))
    #expect(matched["params.cluster[1].h0"] == 0.1 && matched["params.cluster[1].D"] == 0.01)
    #expect(matched["cv.cluster[1].rmse"] == 0.3)
    #expect(matched["obs.count.cluster[1]"] == 2 && matched["obs.count.cluster[3]"] == 0)
  }

  @Test func `tell how far the folds agree on what can be identified`() throws {
    _ = try statistics(smallProduct())
    let groups = try bench.table("identifiability.csv").rows.filter { $0[1] == "water" || $0[1] == "h0" }
    #expect(groups[0] == ["1", "h0", "0.1", "0.05", "0.2"])
    // alpha / (10 rho a 1.35): the folds have half of the full fit's alpha, and twice its a.
    let water = 0.5 / (10 * 2500 * 1.35)
    #expect(agree(Double(groups[1][2]), water, within: 1e-14))
    #expect(agree(Double(groups[1][3]), water / 2, within: 1e-14))
    #expect(agree(Double(groups[1][4]), water / 2, within: 1e-14))
  }

  /// Twelve profiles of a model that is known bound it; three bound nothing.
  @Test func `tell which parameters mean something, as far as there are profiles`() throws {
    let parameters = try #require(Parameters(vector: [0.08, 2600, 20, 2e-5, 0.6, 0.3, 0.4, 1e-2]))
    let forcings = (0..<12).map { place -> Forcing in
      let (warmth, rain) = (Double(place) - 3, 200 + 90 * Double(place))
      let (water, wind) = (1 + Double(place * 7 % 5), 2 + Double(place * 5 % 7))
      return Forcing(
        temperature: Quantity(warmth), precipitation: Quantity(rain), waterErosion: Quantity(water),
        windErosion: Quantity(wind), curvature: Quantity(0))
    }
    // At 90 percent, and within 1 percent of a bound.
    guard case .sceua(let search) = try Products.shipped("plateau-twin").manifest.calibration,
      let wanted = search.identifiability
    else { throw Bench.NoSuchTask() }
    let model = try #require(try smallProduct().manifest.model)
    func found(_ count: Int) throws -> [[String]] {
      var table = Table(columns: ["id", "h"] + Forcings.columns)
      for (place, force) in forcings.prefix(count).enumerated() {
        let h = GroupModel(forcing: [force], observed: [Quantity(1)]).thickness(IdentifiableGroups(parameters))?[0] ?? 0
        table.append(
          ["p\(place)", Table.field(h + (place % 2 == 0 ? 1e-4 : -1e-4))]
            + [force.temperature.value, force.precipitation.value].map { Table.field($0) }
            + [force.waterErosion.value, force.windErosion.value, 0].map { Table.field($0) })
      }
      return ZoneIdentifiability(
        zone: 2, profiles: try ZoneProfiles(table, model),
        outcome: .init(parameters: parameters.vector, rmse: 1e-4, trained: count, evaluations: 1, runs: [1e-4]),
        bounds: search.bounds, wanted, densityRatio: 1.35
      ).table.rows
    }
    let rows = try found(12)
    #expect(rows.map { $0[1] } == ["h0", "b", "water", "wind", "grav", "rho_s", "a", "alpha", "beta", "gamma", "D"])
    // The truth lies within the interval; level ground tells nothing of gravity, and D lies at its upper bound.
    for (row, truth) in zip(rows, IdentifiableGroups(parameters).vector).prefix(4) {
      let (lower, upper) = (try #require(Double(row[3])), try #require(Double(row[4])))
      #expect(lower <= truth && truth <= upper && row[5] == "yes", "\(row)")
    }
    #expect(rows[4][5] == "no" && rows[10][6] == "upper" && rows[6][6] == "" && rows[5][5] == "within groups only")
    #expect(rows.allSatisfy { $0[7] == "4" })
    #expect(try found(3).prefix(5).allSatisfy { $0[5] == "no" })
  }
}
