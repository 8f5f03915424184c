import Engine
import Figures
import Geodata
import Grids
import Ledger
import Manifests
import Statistics

/// The figures of the release: the map and the zones, and, as far as the inputs allow, importance, correlations,
/// uncertainty and predictions beside observations.
enum PublishedFigures {
  static let id = "package/figures"

  /// What each figure shows, in the order of the report.
  static func captions(_ product: ProductDeclaration) -> [(path: String, title: String, caption: String)] {
    var captions = [
      (
        "figures/solum_thickness.png", "Solum thickness",
        "Thickness of the A and B horizons in metres; colours end at the 1 % and 99 % quantiles. Lakes and glaciers are cut out."
      ),
      (
        "figures/zones.png", "Environmental zones",
        "Clusters of the k-prototypes partition"
          + (product.zonesArePublished ? ", numbered after the published zones whose means they come nearest to." : ".")
      ),
      (
        "figures/correlations.png", "Correlations",
        "Pearson's coefficient of thickness and the continuous covariates over all cells of the map."
      ),
    ]
    if product.manifest.importance != nil {
      captions.append(
        (
          "figures/importance.png", "Importance of the covariates",
          "Mean decrease in accuracy with its standard deviation over the forests; grey where the sign is not to be trusted."
        ))
    }
    if product.manifest.importance?.partialDependence != nil {
      captions.append(
        (
          "figures/partial_dependence.png", "Partial dependence",
          "Mean prediction of the first forest with one covariate held at a value and all others as they are; ticks below a curve are quantiles of the profiles. Beyond what profiles show together it extrapolates."
        ))
    }
    if product.manifest.zones?.compared != nil {
      captions.append(
        (
          "figures/zone_numbers.png", "Numbers of zones",
          "Cost, mean silhouette and agreement of the starts, as far as asked for, over the cells on which starts are tried. Agreement is the adjusted Rand index of each start with the best."
        ))
    }
    if product.hasCrossValidation {
      captions.append(
        (
          "figures/calibration.png", "The search for parameters",
          "Best RMSE on all profiles of a zone by the number of evaluations, run by run: runs that end at one height agree."
        ))
      captions.append(
        (
          "figures/uncertainty.png", "Uncertainty",
          "Standard deviation of the CV+ predictive sample in metres: errors out of the fold and disagreement of the folds."
        ))
      captions.append(
        (
          "figures/out_of_fold.png", "Predictions out of the fold",
          "Each profile predicted by the fold that had not seen it, beside what was observed."
        ))
    }
    return captions
  }

  static func task(_ product: ProductDeclaration, map: SimulationStage) throws -> TaskDefinition {
    let masks = product.masks
    let hasImportance = product.manifest.importance != nil
    let hasDependence = product.manifest.importance?.partialDependence != nil
    let hasNumbers = product.manifest.zones?.compared != nil
    let isCrossValidated = product.hasCrossValidation
    let subtitle = "\(product.manifest.product.title) · \(product.manifest.product.kind.rawValue)"
    let k = product.zoneCount
    let candidates = product.candidates
    return TaskDefinition(
      id: id, stage: "package", revision: 3,
      parameters: [
        .parameter("subtitle", subtitle), .parameter("zones.k", k), .library("cairo", cairoVersion),
      ] + (hasDependence ? candidates.map { .parameter("covariates.\($0.id)", "\($0.form.rawValue) \($0.unit)") } : [])
        + FrameStage.names(ofMasks: masks) + Layers.libraries,
      inputs: [
        FrameStage.domainInput, ZonesStage.zoneInput,
        map.input([SimulationStage.thicknessFile] + (isCrossValidated ? [SimulationStage.uncertaintyFile] : [])),
        .init("correlations", from: MapValidation.id, ["correlations.csv"]),
      ] + (hasImportance ? [ImportanceStage.summaryInput] : []) + (hasDependence ? [PartialDependenceTask.input] : [])
        + (hasNumbers ? [ZonesStage.numbersInput] : [])
        + (isCrossValidated ? [map.calibration.input, map.calibration.traceInput] : [])
    ) { context in
      let base = try MapBase(domain: FrameStage.readDomain(context), masks: masks, subtitle: subtitle)
      let thickness = try Layers.readBands(context.file("simulated", SimulationStage.thicknessFile))[0]
      try write(
        base.quantity(thickness, title: "Solum thickness", label: "m", palette: .viridis),
        to: context.output("figures/solum_thickness.png"))
      try write(
        base.zones(try Layers.readClasses(context.file("zones", ZonesStage.zoneFile)), k: k),
        to: context.output("figures/zones.png"))
      try write(
        correlations(readTable(context.file("correlations", "correlations.csv")), subtitle),
        to: context.output("figures/correlations.png"))
      if hasImportance {
        let file = ImportanceStage.summaryFile
        try write(
          importance(readTable(context.file("importance", file)), subtitle),
          to: context.output("figures/importance.png"))
      }
      if hasDependence {
        let table = try readTable(context.file("partial-dependence", PartialDependenceTask.fileName))
        try write(
          LearningFigures.partialDependence(table, candidates, subtitle),
          to: context.output("figures/partial_dependence.png"))
      }
      if hasNumbers {
        let table = try readTable(context.file("numbers", ZoneTables.numbersFile))
        try write(LearningFigures.zoneNumbers(table, k: k, subtitle), to: context.output("figures/zone_numbers.png"))
      }
      if isCrossValidated {
        let traces = try readTable(context.file("trace", CalibrationStage.traceFile))
        try write(LearningFigures.searches(traces, subtitle), to: context.output("figures/calibration.png"))
        let spread = try Layers.readBands(context.file("simulated", SimulationStage.uncertaintyFile))[0]
        try write(
          base.quantity(spread, title: "Uncertainty of solum thickness", label: "sd, m", palette: .viridis),
          to: context.output("figures/uncertainty.png"))
        try write(
          predictions(readTable(context.file("calibration", CalibrationStage.residualsFile)), subtitle),
          to: context.output("figures/out_of_fold.png"))
      }
    }
  }

  // MARK: Charts

  private static func correlations(_ table: Table, _ subtitle: String) -> MatrixFigure {
    var names: [String] = []
    for row in table.rows { for name in row.prefix(2) where !names.contains(name) { names.append(name) } }
    var values = names.map { _ in names.map { _ in Double?.none } }
    for (index, _) in names.enumerated() { values[index][index] = 1 }
    for row in table.rows {
      guard let a = names.firstIndex(of: row[0]), let b = names.firstIndex(of: row[1]) else { continue }
      values[a][b] = Double(row[2])
      values[b][a] = Double(row[2])
    }
    return MatrixFigure(
      title: "Correlations of thickness and covariates", subtitle: subtitle, label: "Pearson's r", names: names,
      values: values)
  }

  private static func importance(_ table: Table, _ subtitle: String) -> BarChart {
    let groups = [
      "kept": LegendEntry("kept", Palette.classes[2]), "dropped": LegendEntry("dropped", Palette.classes[3]),
    ]
    let undecided = LegendEntry("undecided", Colour(150, 150, 150))
    let bars = table.rows.map { row in
      BarChart.Bar(
        row[0], mean: Double(row[2]) ?? 0, deviation: Double(row[3]), group: groups[row[6]] ?? undecided)
    }
    return BarChart(
      title: "Importance of the covariates", subtitle: subtitle, label: "mean decrease in accuracy, m²",
      bars: bars.enumerated().sorted { ($0.element.mean, $1.offset) > ($1.element.mean, $0.offset) }.map(\.element))
  }

  private static func predictions(_ residuals: Table, _ subtitle: String) -> ScatterPlot {
    var points: [String: [ScatterPlot.Point]] = [:]
    var observed: [Double] = []
    var predicted: [Double] = []
    for row in residuals.rows where row[1] != "0" {
      guard let o = Double(row[3]), let p = Double(row[4]) else { continue }
      points[row[0], default: []].append(.init(observed: o, predicted: p))
      observed.append(o)
      predicted.append(p)
    }
    let error = PredictionError(observed: observed, predicted: predicted)
    let notes = error.map { error in
      [
        "profiles \(error.count)", "RMSE \(rounded(error.rootMeanSquare)) m",
        "mean error \(rounded(error.mean)) m",
      ]
    }
    return ScatterPlot(
      title: "Predictions out of the fold", subtitle: subtitle, observedLabel: "observed thickness, m",
      predictedLabel: "predicted thickness, m",
      series: points.keys.sorted().map { zone in
        .init(LegendEntry("zone \(zone)", zoneColour(Int(zone) ?? 1)), points[zone] ?? [])
      }, notes: notes ?? [])
  }

  /// Three digits after the point, for a note in a figure.
  private static func rounded(_ value: Double) -> String { Table.field((value * 1000).rounded() / 1000) }
}

/// The colour of a zone, the same in every raster and figure.
func zoneColour(_ zone: Int) -> Colour { Palette.classes[(max(zone, 1) - 1) % Palette.classes.count] }

/// What all maps of a product share: the frame's graticule and the cells cut out.
private struct MapBase {
  let covers: [MapFigure.Cover]
  let graticule: [MapFigure.GraticuleLine]
  let subtitle: String

  init(domain: Domain, masks: [String], subtitle: String) throws {
    self.subtitle = subtitle
    let colours = ["lakes": Colour.water, "glaciers": Colour.ice]
    covers = masks.enumerated().map { place, name in
      MapFigure.Cover(name, colours[name] ?? Colour(190, 160, 140), domain.cells(maskedBy: place))
    }
    graticule = try Geodata.graticule(over: domain.geometry, every: 5).map {
      .init(points: $0.points, label: $0.label, isMeridian: $0.isMeridian)
    }
  }

  func quantity(_ grid: Grid<Float>, title: String, label: String, palette: Palette) -> MapFigure {
    let sorted = grid.cells.filter { !$0.isNaN }.map { Double($0) }.sorted()
    let ends = [quantile(0.01, ofSorted: sorted), quantile(0.99, ofSorted: sorted)].compactMap(\.self)
    return MapFigure(
      title: title, subtitle: subtitle,
      layer: .quantity(grid, palette, range: roundRange(of: ends) ?? 0...1, label: label), covers: covers,
      graticule: graticule)
  }

  func zones(_ grid: ClassGrid, k: Int) -> MapFigure {
    let legend = Dictionary(
      uniqueKeysWithValues: (1...k).map { (Int16($0), LegendEntry("zone \($0)", zoneColour($0))) })
    return MapFigure(
      title: "Environmental zones", subtitle: subtitle, layer: .classes(grid, legend, label: "zone"), covers: covers,
      graticule: graticule)
  }
}
