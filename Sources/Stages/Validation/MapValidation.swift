import Engine
import Grids
import Ledger
import Manifests
import MassBalance
import Statistics

/// What the map says by itself: its distribution, the zones, the correlations with the covariates, the flags.
enum MapValidation {
  static let id = "validation/map"
  static let tables = ["zones.csv", "correlations.csv", "quality.csv"]

  /// Table 3's columns under the names that claims use.
  private static let claimNames = ["Ele": "elev"]

  static func claimName(_ covariate: CovariateSpecification) -> String {
    let abbreviation = covariate.abbreviation ?? covariate.id
    return claimNames[abbreviation] ?? abbreviation
  }

  static func task(_ product: ProductDeclaration, map: SimulationStage) -> TaskDefinition {
    let continuous = product.continuousCovariates
    let (k, isMatched) = (product.zoneCount, product.zonesArePublished)
    return TaskDefinition(
      id: id, stage: "validation", revision: 3,
      parameters: [.parameter("zones.k", k), .parameter("zones.matched", isMatched)]
        + continuous.map { .parameter("covariates.\($0.id)", "\(claimName($0)) \($0.unit)") },
      inputs: [
        FrameStage.domainInput, ZonesStage.zoneInput, ZonesStage.matchInput, ZonesStage.qualityInput,
        map.input([SimulationStage.thicknessFile, SimulationStage.flagsFile]),
      ] + continuous.map(CovariateStage.input)
    ) { context in
      let domain = try FrameStage.readDomain(context)
      let thickness = try Layers.readBands(context.file("simulated", SimulationStage.thicknessFile))[0]
      let zones = try Layers.readClasses(context.file("zones", ZonesStage.zoneFile))
      let layers = try continuous.map { ($0, try CovariateLayer($0, context)) }
      var found = StatisticList()

      describeFrame(domain, layers, &found)
      let cells = domain.cells.filter { !thickness.cells[$0].isNaN }
      describe(cells.map { Double(thickness.cells[$0]) }, as: "map.h", &found)
      found.add("clusters.k", k)
      let match = try readJSON(MatchSummary.self, from: context.file("match", ZonesStage.matchFile))
      found.add("zones.match.cost", match.assignmentCost, "1")
      found.add("zones.match.runner_up_cost", match.runnerUpCost, "1")
      found.add("zones.silhouette", match.silhouette, "1")

      var ofZones = StatisticList()
      let partition = try readTable(context.file("quality", ZoneTables.qualityFile))
      let zoneTable = describeZones(k, cells, zones, thickness, layers, partition, &ofZones)
      if isMatched { found.add(ofZones) }
      let correlations = correlate(cells, thickness, layers, &found)
      let flags = try Layers.readFlags(context.file("simulated", SimulationStage.flagsFile))
      try writeText(zoneTable.csv, to: context.output("zones.csv"))
      try writeText(correlations.csv, to: context.output("correlations.csv"))
      try writeText(quality(flags, domain).csv, to: context.output("quality.csv"))
      try writeText(found.table.csv, to: context.output(Statistic.fileName))
    }
  }

  private static func describeFrame(
    _ domain: Domain, _ layers: [(CovariateSpecification, CovariateLayer)], _ found: inout StatisticList
  ) {
    let geometry = domain.geometry
    let area = domain.codes.cells.indices.filter { !domain.isOutside($0) }
    found.add("grid.cell_size", geometry.cellWidth / 1000, "km")
    found.add("grid.valid_area_km2", Double(area.count) * geometry.cellWidth * geometry.cellHeight / 1e6, "km2")
    found.add("grid.cells", domain.cells.count)
    for (covariate, layer) in layers where claimName(covariate) == "elev" {
      let values = area.map { Double(layer.bands[0][$0]) }.filter { !$0.isNaN }
      found.add("elevation.mean", mean(values), covariate.unit)
    }
  }

  private static func describeZones(
    _ k: Int, _ cells: [Int], _ zones: ClassGrid, _ thickness: Grid<Float>,
    _ layers: [(CovariateSpecification, CovariateLayer)], _ quality: Table, _ found: inout StatisticList
  ) -> Table {
    var table = Table(
      columns: ["zone", "cells"] + layers.map(\.0.id) + ["thickness_mean", "thickness_sd"]
        + quality.columns.dropFirst(2))
    for zone in 1...k {
      let own = cells.filter { zones.cells[$0] == Int16(zone) }
      let h = own.map { Double(thickness.cells[$0]) }
      var row = ["\(zone)", "\(own.count)"]
      for (covariate, layer) in layers {
        let average = mean(own.map { Double(layer.bands[0][$0]) }.filter { !$0.isNaN })
        row.append(Table.field(average))
        found.add("cluster[\(zone)].mean.\(claimName(covariate))", average, covariate.unit)
      }
      found.add("cluster[\(zone)].h.mean", mean(h), "m")
      let judged = quality.rows.first { $0[0] == "\(zone)" } ?? quality.columns.map { _ in "" }
      table.append(row + [Table.field(mean(h)), Table.field(standardDeviation(h))] + judged.dropFirst(2))
    }
    let interior = cells.filter { zones.cells[$0] == 7 || zones.cells[$0] == 8 }
    found.add("cluster[7,8].h.mean", mean(interior.map { Double(thickness.cells[$0]) }), "m")
    return table
  }

  /// Pearson's coefficient of every pair of thickness and continuous covariates, with its probability under no
  /// correlation. Cells are not independent, so the probability is far too small; it is given because Fig. 4 gives it.
  private static func correlate(
    _ cells: [Int], _ thickness: Grid<Float>, _ layers: [(CovariateSpecification, CovariateLayer)],
    _ found: inout StatisticList
  ) -> Table {
    var table = Table(columns: ["a", "b", "r", "p", "cells"])
    let named = [("h", thickness.cells)] + layers.map { (claimName($0.0), $0.1.bands[0]) }
    var largest: Double?
    for first in named.indices {
      for second in named.indices.dropFirst(first + 1) {
        let pairs = cells.filter { !named[first].1[$0].isNaN && !named[second].1[$0].isNaN }
        let r = pearson(pairs.map { Double(named[first].1[$0]) }, pairs.map { Double(named[second].1[$0]) })
        let p = r.flatMap { significance(ofCorrelation: $0, count: pairs.count) }
        if first == 0 {
          found.add("corr.pearson.h.\(named[second].0)", r, "1")
          largest = [largest, p].compactMap(\.self).max()
        }
        table.append([named[first].0, named[second].0, Table.field(r), Table.field(p), "\(pairs.count)"])
      }
    }
    found.add("corr.p_value", largest, "1")
    return table
  }

  private static func quality(_ flags: Grid<UInt16?>, _ domain: Domain) -> Table {
    let area = domain.codes.cells.count { $0 != Domain.outsideCode }
    var table = Table(columns: ["flag", "bit", "cells", "share"])
    for (flag, name) in QualityFlags.meanings {
      let count = flags.cells.count { $0.map { QualityFlags(rawValue: $0).contains(flag) } ?? false }
      table.append([name, "\(flag.rawValue)", "\(count)", Table.field(Double(count) / Double(max(area, 1)))])
    }
    return table
  }
}

/// Least, greatest and mean value, standard deviation and number of `values`, under the names `prefix.min` and so on.
func describe(_ values: [Double], as prefix: String, _ found: inout StatisticList) {
  found.add("\(prefix).min", values.min(), "m")
  found.add("\(prefix).max", values.max(), "m")
  found.add("\(prefix).mean", mean(values), "m")
  found.add("\(prefix).median", median(values), "m")
  found.add("\(prefix).sd", standardDeviation(values), "m")
  found.add("\(prefix).cells", values.count)
}
