import Engine
import Figures
import Geodata
import Grids
import Ledger
import Manifests
import MassBalance

/// The rasters of the release: cloud-optimised GeoTIFF with units, names and the product's kind in each file.
enum PublishedRasters {
  static let id = "package/rasters"

  /// What stands in `data/`, with the words that README and metadata use.
  static func titles(_ product: ProductDeclaration) -> [(path: String, title: String, unit: String?)] {
    var titles: [(String, String, String?)] = [
      ("data/solum_thickness.tif", "Solum thickness: A and B horizons", "m"),
      (
        "data/zones.tif",
        product.zonesArePublished ? "Environmental zones, numbered after the published ones" : "Environmental zones",
        nil
      ),
      ("data/quality_flags.tif", "What decided each cell, as bits", nil),
    ]
    if product.manifest.model?.depthToBedrock != nil {
      titles.append(("data/saprolite_thickness.tif", "Saprolite thickness: depth to bedrock less solum", "m"))
    }
    if product.hasCrossValidation {
      titles.append(
        ("data/solum_thickness_uncertainty.tif", "CV+ predictive spread: sd, 5 % and 95 % quantile", "m"))
    }
    if product.manifest.validation.truth != nil {
      titles.append(("data/truth_thickness.tif", "True solum thickness of the synthetic product", "m"))
      titles.append(("data/truth_zones.tif", "True zones of the synthetic product", nil))
    }
    return titles.sorted { $0.0 < $1.0 }
  }

  static func task(_ product: ProductDeclaration, map: SimulationStage) -> TaskDefinition {
    let specification = product.manifest.package
    let truth = product.manifest.validation.truth
    let metadata = [
      "TITLE": product.manifest.product.title, "KIND": product.manifest.product.kind.rawValue,
      "VERSION": product.manifest.product.version, "LICENCE": product.manifest.product.licence,
    ]
    let hasSaprolite = product.manifest.model?.depthToBedrock != nil
    let hasUncertainty = product.hasCrossValidation
    let (k, trueZones) = (product.zoneCount, product.trueZoneCount)
    let simulated =
      [SimulationStage.thicknessFile, SimulationStage.flagsFile] + (hasSaprolite ? [SimulationStage.saproliteFile] : [])
      + (hasUncertainty ? [SimulationStage.uncertaintyFile] : [])
    return TaskDefinition(
      id: id, stage: "package", revision: 1,
      parameters: effectiveParameters("package", specification)
        + metadata.sorted { $0.key < $1.key }.map { .parameter("metadata.\($0.key)", $0.value) }
        + [.parameter("zones.k", k)] + (truth == nil ? [] : [.parameter("zones.true", trueZones)]) + Layers.libraries,
      inputs: [map.input(simulated), ZonesStage.zoneInput]
        + (truth.map { [.init("truth", from: SourcesStage.id($0), TruthValidation.files)] } ?? [])
    ) { context in
      func publish(
        _ bands: [RasterBand], _ name: String, _ overviews: CloudProfile.Overviews, _ styles: [ClassStyle] = []
      )
        throws
      {
        try writeCOG(
          bands,
          profile: CloudProfile(
            deflateLevel: specification.deflateLevel, blockSize: specification.blockSize, overviews: overviews),
          metadata: metadata, styles: styles,
          to: context.output("data/\(name)"))
      }
      func bands(_ input: String, _ file: String, _ names: [String]) throws -> [RasterBand] {
        zip(names, try Layers.readBands(context.file(input, file))).map { RasterBand($0, $1, unit: "m") }
      }
      try publish(
        try bands("simulated", SimulationStage.thicknessFile, ["solum thickness"]), "solum_thickness.tif", .average)
      if hasSaprolite {
        try publish(
          try bands("simulated", SimulationStage.saproliteFile, ["saprolite thickness"]), "saprolite_thickness.tif",
          .average)
      }
      if hasUncertainty {
        try publish(
          try bands("simulated", SimulationStage.uncertaintyFile, ["sd", "q05", "q95"]),
          "solum_thickness_uncertainty.tif",
          .average)
      }
      let flags = try Layers.readFlags(context.file("simulated", SimulationStage.flagsFile))
      try publish([RasterBand("quality flags", flags)], "quality_flags.tif", .nearest)
      try publish(
        [zoneBand(try Layers.readClasses(context.file("zones", ZonesStage.zoneFile)))], "zones.tif", .nearest,
        zoneStyles(k))
      if truth != nil {
        try publish(
          try bands("truth", TruthValidation.thicknessFile, ["true solum thickness"]), "truth_thickness.tif", .average)
        try publish(
          [zoneBand(try Layers.readClasses(context.file("truth", TruthValidation.zonesFile)))], "truth_zones.tif",
          .nearest, zoneStyles(trueZones))
      }
    }
  }

  private static func zoneBand(_ zones: ClassGrid) -> RasterBand {
    RasterBand("zone", zones.map { $0.map { UInt8($0) } }, nodata: 255)
  }

  private static func zoneStyles(_ k: Int) -> [ClassStyle] {
    (1...k).map { zone in
      let colour = zoneColour(zone)
      return ClassStyle(
        code: UInt8(zone), name: "zone \(zone)", red: colour.red, green: colour.green, blue: colour.blue)
    }
  }
}
