import Engine
import Grids
import Ledger
import Manifests
import Statistics

/// The map beside others: published reference maps, and named regions.
enum ReferenceValidation {
  static let comparisonID = "validation/comparison"
  static let regionsID = "validation/regions"

  /// Each map on its own domain and on the cells that all share, with its errors at the profiles that all can answer and
  /// at those that it can.
  static func comparison(_ product: ProductDeclaration, map: SimulationStage) throws -> TaskDefinition? {
    let references = product.manifest.validation.references
    guard !references.isEmpty else { return nil }
    let sources = try references.map { try product.source($0.source) }
    let hasProfiles = product.manifest.samples != nil
    return TaskDefinition(
      id: comparisonID, stage: "validation", revision: 1,
      parameters: references.flatMap { effectiveParameters("references.\($0.name)", $0) }
        + declarations(of: sources) + Layers.libraries,
      inputs: [FrameStage.frameInput, FrameStage.domainInput, map.input([SimulationStage.thicknessFile])]
        + (hasProfiles ? [SamplesStage.input] : [])
        + references.map { .init("reference-\($0.name)", from: SourcesStage.id($0.source)) }
    ) { context in
      let frame = try FrameStage.readFrame(context)
      let domain = try FrameStage.readDomain(context)
      var maps = [("this", try Layers.readBands(context.file("simulated", SimulationStage.thicknessFile))[0])]
      for (reference, source) in zip(references, sources) {
        let read = try Layers.read(
          source, in: context.folder(of: "reference-\(reference.name)"), around: frame, reduce: nil)
        let layer = try Layers.resample(read, to: frame, reference.resample)
        try Layers.write([layer], to: context.output("reference-\(reference.name).tif"))
        maps.append((reference.name, layer))
      }
      let samples = hasProfiles ? try Samples(readTable(context.file("samples", SamplesStage.fileName))) : nil
      var found = StatisticList()
      try writeText(compare(maps, domain, samples, &found).csv, to: context.output("comparison.csv"))
      try writeText(found.table.csv, to: context.output(Statistic.fileName))
    }
  }

  private static func compare(
    _ maps: [(name: String, layer: Grid<Float>)], _ domain: Domain, _ samples: Samples?, _ found: inout StatisticList
  ) -> Table {
    var table = Table(columns: [
      "map", "cells", "min", "max", "mean", "sd", "common_cells", "common_mean", "rmse", "mae", "mre", "me", "n",
      "own_rmse", "own_mae", "own_mre", "own_me", "own_n",
    ])
    let cells = domain.cells
    let common = cells.filter { offset in maps.allSatisfy { !$0.layer.cells[offset].isNaN } }
    let shared = (samples?.rows ?? []).filter { row in maps.allSatisfy { !$0.layer[row.cell].isNaN } }
    for (name, layer) in maps {
      let own = cells.map { Double(layer.cells[$0]) }.filter { !$0.isNaN }
      let commonMean = mean(common.map { Double(layer.cells[$0]) })
      let answered = (samples?.rows ?? []).filter { !layer[$0.cell].isNaN }
      let errors = [shared, answered].flatMap { rows in
        let error = PredictionError(observed: rows.map(\.thickness), predicted: rows.map { Double(layer[$0.cell]) })
        return [error?.rootMeanSquare, error?.meanAbsolute, error?.meanRelative, error?.mean].map(Table.field)
          + ["\(rows.count)"]
      }
      table.append(
        [name, "\(own.count)"] + [own.min(), own.max(), mean(own), standardDeviation(own)].map(Table.field)
          + ["\(common.count)", Table.field(commonMean)] + errors)
      guard name != "this" else { continue }
      describe(own, as: "ref.\(name)", &found)
      addErrors(
        observed: shared.map(\.thickness), predicted: shared.map { Double(layer[$0.cell]) }, as: "ref.\(name).obs",
        &found)
    }
    return table
  }

  /// Mean, spread and range of the map, the references and every continuous covariate in named polygons.
  static func regions(_ product: ProductDeclaration, map: SimulationStage) throws -> TaskDefinition? {
    let regions = product.manifest.validation.regions
    guard !regions.isEmpty else { return nil }
    let references = product.manifest.validation.references
    let continuous = product.continuousCovariates
    let sources = try regions.map { try product.source($0.source) }
    return TaskDefinition(
      id: regionsID, stage: "validation", revision: 1,
      parameters: regions.flatMap { effectiveParameters("regions.\($0.name)", $0) } + declarations(of: sources)
        + continuous.map { .parameter("covariates.\($0.id)", "\(MapValidation.claimName($0)) \($0.unit)") }
        + Layers.libraries,
      inputs: [FrameStage.frameInput, FrameStage.domainInput, map.input([SimulationStage.thicknessFile])]
        + continuous.map(CovariateStage.input)
        + regions.map { .init("region-\($0.name)", from: SourcesStage.id($0.source)) }
        + references.map { .init("reference-\($0.name)", from: comparisonID, ["reference-\($0.name).tif"]) }
    ) { context in
      let frame = try FrameStage.readFrame(context)
      let domain = try FrameStage.readDomain(context)
      var layers = [("h", "m", try Layers.readBands(context.file("simulated", SimulationStage.thicknessFile))[0].cells)]
      for reference in references {
        let file = "reference-\(reference.name).tif"
        layers.append(
          (reference.name, "m", try Layers.readBands(context.file("reference-\(reference.name)", file))[0].cells))
      }
      for covariate in continuous {
        let name = MapValidation.claimName(covariate).lowercased()
        layers.append((name, covariate.unit, try CovariateLayer(covariate, context).bands[0]))
      }
      var found = StatisticList()
      var table = Table(columns: ["region", "layer", "unit", "cells", "mean", "sd", "min", "max"])
      for (region, source) in zip(regions, sources) {
        let inside = try Layers.rasterise(
          source, in: context.folder(of: "region-\(region.name)"), onto: frame, rule: .centreInside,
          column: region.column, value: region.value)
        for (name, unit, cells) in layers {
          let values = domain.cells.filter { inside.cells[$0] && !cells[$0].isNaN }.map { Double(cells[$0]) }
          let summary = [mean(values), standardDeviation(values), values.min(), values.max()]
          table.append([region.name, name, unit, "\(values.count)"] + summary.map(Table.field))
          for (statistic, value) in zip(["mean", "sd", "min", "max"], summary) {
            found.add("region.\(region.name).\(name).\(statistic)", value, unit)
          }
        }
      }
      try writeText(table.csv, to: context.output("regions.csv"))
      try writeText(found.table.csv, to: context.output(Statistic.fileName))
    }
  }
}
