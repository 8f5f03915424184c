import Engine
import Geodata
import Grids
import Ledger
import Manifests

/// The table of soil profiles: each with its cell and the covariates there.
///
/// A profile takes the values of the cell that contains it. `status` is `ok`, or says why the profile takes no further
/// part: outside the area, on a mask, or in a cell where a covariate has no value. Profiles are counted, never dropped.
enum SamplesStage {
  static let id = "samples/profiles"
  static let fileName = "profiles.csv"
  static let input = TaskDefinition.Input("samples", from: id, [fileName])

  static func task(_ product: ProductDeclaration) throws -> TaskDefinition? {
    guard let specification = product.manifest.samples else { return nil }
    let source = try product.source(specification.source)
    let covariates = product.manifest.covariates
    let masks = product.manifest.grid.masks.map(\.name)
    return TaskDefinition(
      id: id, stage: "samples", revision: 1,
      parameters: effectiveParameters("samples", specification)
        + [.parameter("covariates", covariates.map(\.id).joined(separator: " "))] + Layers.libraries,
      inputs: [FrameStage.frameInput, FrameStage.domainInput, .init("profiles", from: SourcesStage.id(source.id))]
        + covariates.map(CovariateStage.input)
    ) { context in
      let frame = try FrameStage.readFrame(context)
      let domain = try FrameStage.readDomain(context, masks: masks)
      let layers = try covariates.map { try CovariateLayer($0, context) }
      let profiles = try read(specification, source: source, context)
      let points = try Layers.project(profiles.map(\.place), from: specification.crs, to: frame.crs)

      var table = Table(columns: ["id", "x", "y", "thickness", "row", "column", "status"] + layers.flatMap(\.columns))
      for (profile, point) in zip(profiles, points) {
        let cell = point.flatMap { frame.cell(containing: $0) }
        let values = cell.map { cell in layers.flatMap { $0.values(at: frame.offset(of: cell)) } }
        let row =
          [profile.id, Table.field(profile.place.x), Table.field(profile.place.y), Table.field(profile.thickness)]
          + [cell.map { String($0.row) } ?? "", cell.map { String($0.column) } ?? ""]
          + [status(of: cell, in: domain, layers)]
          + (values?.map(Table.field) ?? layers.flatMap { $0.columns.map { _ in "" } })
        table.append(row)
      }
      let taken = try table.column("status", file: fileName).count { $0 == "ok" }
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
    for row in ids.indices where !(thickness[row] > 0 && x[row].isFinite && y[row].isFinite) {
      throw TableError(
        file: file, line: row + 2, problem: "profile '\(ids[row])' has no place or no positive thickness",
        remedy: "give both coordinates and a thickness in metres, or remove the row")
    }
    return ids.indices.map { Profile(id: ids[$0], place: MapPoint(x: x[$0], y: y[$0]), thickness: thickness[$0]) }
  }

  private static func status(of cell: CellIndex?, in domain: Domain, _ layers: [CovariateLayer]) -> String {
    guard let cell else { return "outside" }
    let offset = domain.geometry.offset(of: cell)
    if let mask = domain.mask(at: offset) { return mask }
    guard domain.takesPart(offset) else { return "outside" }
    if let missing = layers.first(where: { !$0.hasValue(at: offset) }) { return "no \(missing.id)" }
    return "ok"
  }
}

/// A covariate in memory, as the columns it contributes to a table.
struct CovariateLayer: Sendable {
  let id: String
  let form: CovariateSpecification.Form
  /// One array for a continuous or categorical covariate; direction, sine and cosine for a circular one.
  let bands: [[Float]]

  /// Reads the layer from the input that carries the covariate's name.
  init(_ covariate: CovariateSpecification, _ context: TaskContext) throws {
    id = covariate.id
    form = covariate.form
    bands = try Layers.readBands(context.file(covariate.id, CovariateStage.file(covariate))).map(\.cells)
  }

  /// The names of the layer's columns in a table.
  var columns: [String] { form == .circular ? [id, "\(id)_sine", "\(id)_cosine"] : [id] }

  /// The bands that a statistical method sees: sine and cosine in place of a direction.
  var features: [[Float]] { form == .circular ? Array(bands.dropFirst()) : bands }

  func values(at offset: Int) -> [Double] { bands.map { Double($0[offset]) } }

  /// A direction may be undefined on flat ground while its vector mean is (0, 0); the components decide.
  func hasValue(at offset: Int) -> Bool { features.allSatisfy { !$0[offset].isNaN } }
}
