import Engine
import Geodata
import Grids
import Ledger
import Manifests
import MassBalance
import Twin

/// The files of the synthetic plateau: its layers, outlines and profiles as any product's sources are, and its truth.
///
/// Outlines are tables with a WKT column, which carry no CRS of their own: the manifest declares it.
enum TwinSource {
  static func task(_ specification: TwinSpecification, _ product: ProductDeclaration) throws -> TaskDefinition {
    let seed = product.manifest.product.seed
    let tables = try PublishedTables(product)
    guard let published = PublishedZones(tables) else {
      throw StageError(
        subject: "claims", problem: "the tables of the paper do not hold \(PublishedZones.count) zones that differ",
        remedy: "compare T3.* and T4.* with the paper's tables")
    }
    return TaskDefinition(
      id: SourcesStage.generatedID, stage: "sources", revision: 1,
      parameters: [.parameter("seed", seed)] + effectiveParameters("twin", specification)
        + effectiveParameters("table-3", tables.zoneMeans) + effectiveParameters("table-4", tables.parameters)
        + Layers.libraries,
      memory: 2 << 30
    ) { context in
      let parameters = try TwinParameters(
        values: specification.values, profiles: specification.profiles, maskedProfiles: specification.maskedProfiles)
      let plateau = try SyntheticPlateau(parameters: parameters, published: published, seed: seed)
      try writeLayers(of: plateau, context)
      try writeOutlines(of: plateau, context)
      try writeTruth(of: plateau, published, context)
      context.log("\(plateau.inside.cells.count { $0 }) cells, \(plateau.profiles.count) profiles")
    }
  }

  private static func writeLayers(of plateau: SyntheticPlateau, _ context: TaskContext) throws {
    let layers = plateau.covariates
    for (file, grid) in [
      ("dem.tif", plateau.dem), ("mat.tif", layers.temperature), ("map.tif", layers.precipitation),
      ("ndvi.tif", layers.ndvi), ("water_erosion.tif", layers.waterErosion), ("wind_erosion.tif", layers.windErosion),
      ("depth_to_bedrock.tif", layers.bedrock), ("reference_coarse.tif", plateau.coarseReference),
      ("reference_fine.tif", plateau.fineReference),
    ] {
      try Layers.write([grid], to: context.output(file))
    }
    try Layers.write(plateau.landUse, to: context.output("land_use.tif"))
    try Layers.write(plateau.parentMaterial, to: context.output("parent_material.tif"))
  }

  private static func writeOutlines(of plateau: SyntheticPlateau, _ context: TaskContext) throws {
    try writeText(outlines([("plateau", plateau.boundary)]), to: context.output("boundary.csv"))
    try writeText(outlines(plateau.regions.map { ($0.name, $0.ring) }), to: context.output("regions.csv"))
    try writeText(
      outlines(plateau.lakes.enumerated().map { ("lake \($0.offset + 1)", $0.element) }),
      to: context.output("lakes.csv"))
    try writeText(
      outlines(plateau.glaciers.enumerated().map { ("glacier \($0.offset + 1)", $0.element) }),
      to: context.output("glaciers.csv"))
    var profiles = Table(columns: ["id", "x", "y", "thickness"])
    for profile in plateau.profiles {
      profiles.append([
        profile.id, Table.field(profile.location.x), Table.field(profile.location.y), Table.field(profile.thickness),
      ])
    }
    try writeText(profiles.csv, to: context.output("profiles.csv"))
  }

  /// Named rings as a table with a WKT column.
  private static func outlines(_ rings: [(name: String, ring: Ring)]) -> String {
    var table = Table(columns: ["WKT", "name"])
    for (name, ring) in rings {
      let points = ring.points + ring.points.prefix(1)
      let text = points.map { "\(Table.field($0.x)) \(Table.field($0.y))" }.joined(separator: ", ")
      table.append(["POLYGON ((\(text)))", name])
    }
    return table.csv
  }

  private static func writeTruth(
    of plateau: SyntheticPlateau, _ published: PublishedZones, _ context: TaskContext
  ) throws {
    var parameters = Table(columns: ["zone"] + Parameters.names)
    for (place, zone) in published.zones.enumerated() {
      parameters.append(["\(place + 1)"] + zone.parameters.vector.map(Table.field))
    }
    try writeText(parameters.csv, to: context.output("truth_parameters.csv"))
    try Layers.write(plateau.truth.zones, to: context.output(TruthValidation.zonesFile))
    try Layers.write([plateau.truth.thickness], to: context.output(TruthValidation.thicknessFile))
    var profiles = Table(columns: ["id", "zone", "thickness", "masked"])
    for profile in plateau.profiles {
      profiles.append([
        profile.id, "\(profile.zone)", Table.field(profile.trueThickness), profile.isMasked ? "true" : "false",
      ])
    }
    try writeText(profiles.csv, to: context.output("truth_profiles.csv"))
  }
}

extension PublishedZones {
  /// The paper's zones as the generator takes them; `nil` unless there are as many as it is laid out for.
  fileprivate init?(_ tables: PublishedTables) {
    var zones: [Zone] = []
    for (means, vector) in zip(tables.zoneMeans, tables.parameters) {
      guard let parameters = Parameters(vector: vector) else { return nil }
      zones.append(
        Zone(
          elevation: means[0], temperature: means[1], precipitation: means[2], ndvi: means[3], parameters: parameters))
    }
    self.init(zones)
  }
}
