import Engine
import Geodata
import Grids
import Ledger
import Manifests

/// The table of soil profiles: each with its cell and the covariates there.
///
/// A profile takes the values of the cell that contains it. `status` is `ok`, or says why the profile takes no further
/// part: outside the area, on a mask, or in a cell where a covariate has no value; a depth to bedrock that nothing but
/// the cap of the map reads may be missing. Profiles are counted, never dropped.
enum SamplesStage {
  static let id = "samples/profiles"
  static let fileName = "profiles.csv"
  static let input = TaskDefinition.Input("samples", from: id, [fileName])
  /// The columns that every table has, before those of the covariates.
  private static let columns = ["id", "x", "y", "thickness", "row", "column", "status"]

  static func task(_ product: ProductDeclaration) throws -> TaskDefinition? {
    guard let specification = product.manifest.samples else { return nil }
    let source = try product.source(specification.source)
    let covariates = product.manifest.covariates
    let cap = product.manifest.model?.depthToBedrock
    let needed = covariates.filter { $0.candidate || $0.id != cap }.map(\.id)
    let masks = product.masks
    if let clash = covariates.first(where: { columns.contains($0.id) }) {
      throw StageError(
        subject: "covariate \(clash.id)", problem: "the table of profiles has a column of that name already",
        remedy: "call the covariate something else")
    }
    return TaskDefinition(
      id: id, stage: "samples", revision: 1,
      parameters: effectiveParameters("samples", specification) + declaration(of: source)
        + covariates.map { .parameter("covariates.\($0.id)", needed.contains($0.id) ? "needed" : "may be missing") }
        + FrameStage.names(ofMasks: masks) + Layers.libraries,
      inputs: [FrameStage.frameInput, FrameStage.domainInput, .init("profiles", from: SourcesStage.id(source.id))]
        + covariates.map(CovariateStage.input)
    ) { context in
      let frame = try FrameStage.readFrame(context)
      let domain = try FrameStage.readDomain(context)
      let layers = try covariates.map { try CovariateLayer($0, context) }
      let profiles = try read(specification, source: source, context)
      let points = try Layers.project(profiles.map(\.place), from: specification.crs, to: frame.crs)

      var table = Table(columns: columns + layers.flatMap(\.columns))
      for (profile, point) in zip(profiles, points) {
        let cell = point.flatMap { frame.cell(containing: $0) }
        let values = cell.map { cell in layers.flatMap { $0.values(at: frame.offset(of: cell)) } }
        let row =
          [profile.id, Table.field(profile.place.x), Table.field(profile.place.y), Table.field(profile.thickness)]
          + [cell.map { String($0.row) } ?? "", cell.map { String($0.column) } ?? ""]
          + [status(of: cell, in: domain, masks, layers.filter { needed.contains($0.id) })]
          + (values?.map(Table.field) ?? layers.flatMap { $0.columns.map { _ in "" } })
        table.append(row)
      }
      let taken = try table.column("status", file: fileName).count { $0 == Samples.takesPart }
      context.log("\(profiles.count) profiles read, \(taken) take part")
      try writeText(table.csv, to: context.output(fileName))
    }
  }

  private struct Profile {
    var id: String
    var place: MapPoint
    var thickness: Double
  }

  private static func read(
    _ specification: SamplesSpecification, source: SourceSpecification, _ context: TaskContext
  ) throws -> [Profile] {
    let file = source.files[0].path
    let table = try readTable(context.file("profiles", file))
    let ids = try table.column(specification.id, file: file)
    let x = try table.numbers(specification.x, file: file)
    let y = try table.numbers(specification.y, file: file)
    let thickness = try table.numbers(specification.thickness, file: file)
    var seen: Set<String> = []
    for row in ids.indices {
      func fault(_ problem: String, _ remedy: String) -> TableError {
        TableError(file: file, line: row + 2, problem: "profile '\(ids[row])' \(problem)", remedy: remedy)
      }
      guard seen.insert(ids[row]).inserted else {
        throw fault("stands twice", "give every profile a name of its own")
      }
      guard thickness[row] > 0, thickness[row].isFinite, x[row].isFinite, y[row].isFinite else {
        throw fault(
          "has no place or no positive thickness",
          "give both coordinates and a thickness in metres, or remove the row")
      }
    }
    return ids.indices.map { Profile(id: ids[$0], place: MapPoint(x: x[$0], y: y[$0]), thickness: thickness[$0]) }
  }

  private static func status(
    of cell: CellIndex?, in domain: Domain, _ masks: [String], _ needed: [CovariateLayer]
  ) -> String {
    guard let cell else { return "outside" }
    let offset = domain.geometry.offset(of: cell)
    if let mask = domain.mask(at: offset) { return masks[mask] }
    guard domain.takesPart(offset) else { return "outside" }
    if let missing = needed.first(where: { !$0.hasValue(at: offset) }) { return "no \(missing.id)" }
    return Samples.takesPart
  }
}
