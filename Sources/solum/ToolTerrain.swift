import ArgumentParser
import Foundation
import Geodata
import Grids
import Manifests
import Terrain

/// `solum tool terrain`: terrain attributes of any elevation raster.
struct ToolTerrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "terrain",
    abstract: "Derives terrain attributes from an elevation raster.",
    discussion: """
      One GeoTIFF an attribute, <attribute>.tif, in the frame of the raster: slope and aspect in degrees, curvatures and the \
      Laplacian in 1/m. Attributes of a 3x3 window leave a border of one cell without data.
      """)

  @Argument(help: "Any raster that GDAL reads, projected or geographic.", completion: .file()) var dem: String
  @Option(help: "The folder to write to.", completion: .directory) var out: String
  @Option(help: "Attributes, separated by commas; all of them when left out.") var attributes = ""
  @Option(help: "Finite differences of the gradient.") var stencil = TerrainOptions.Stencil.zevenbergenThorne
  @Option(help: "Which numbers are called profile and plan curvature: true or zt.")
  var convention = TerrainOptions.CurvatureConvention.geometric
  @Option(
    help:
      "Where water goes: d8, down the steepest descent; mfd, to all lower neighbours; dinf, beside the steepest direction."
  )
  var routing = Routing.d8
  @Option(help: "Which mean of the height differences is ruggedness.") var tri = TerrainOptions.Ruggedness.riley
  @Flag(help: "Write Float64 in place of Float32.") var double = false
  @OptionGroup var common: ToolOptions

  enum Routing: String, ExpressibleByArgument, CaseIterable {
    case d8, mfd, dinf

    /// In the words of the kernel, multiple flow as Freeman has it.
    var rule: Terrain.Routing {
      switch self {
      case .d8: .steepest
      case .mfd: .multiple(.freeman)
      case .dinf: .infinite
      }
    }
  }

  func run() throws {
    try ending {
      let wanted = try chosen()
      let elevation = try readRaster(dem, as: Double.self)
      let reference = try CoordinateReference(elevation.geometry.crs)
      let spacing =
        reference.isGeographic
        ? try Spacing(geographic: elevation.geometry)
        : try Spacing(projected: elevation.geometry, metresPerUnit: reference.metresPerUnit)
      let derived = derive(
        Set(wanted), from: elevation, spacing: spacing,
        options: TerrainOptions(stencil: stencil, curvature: convention, ruggedness: tri, routing: routing.rule))
      try makeFolder(out)
      for attribute in wanted {
        guard let layer = derived[attribute] else { continue }
        let path = "\(out)/\(attribute.rawValue).tif"
        let band =
          double
          ? RasterBand(attribute.title, layer, unit: attribute.unit)
          : RasterBand(attribute.title, layer.map { Float($0) }, unit: attribute.unit)
        try writeGeoTIFF([band], to: path)
        Console.say("wrote \(path)")
      }
    }
  }

  private func chosen() throws -> [TerrainAttribute] {
    guard !attributes.isEmpty else { return TerrainAttribute.allCases }
    return try names(attributes).map { name in
      if let attribute = TerrainAttribute(rawValue: name) { return attribute }
      throw unknown("attribute", name, known: TerrainAttribute.allCases.map(\.rawValue))
    }
  }
}

extension TerrainOptions.Stencil: ExpressibleByArgument {}
extension TerrainOptions.CurvatureConvention: ExpressibleByArgument {}
extension TerrainOptions.Ruggedness: ExpressibleByArgument {}

/// A word on the command line that names nothing, with the nearest one that does.
func unknown(_ kind: String, _ word: String, known: [String]) -> Failure {
  let nearest = nearestWord(to: word, among: known).map { "did you mean '\($0)'?" }
  return Failure(
    status: .usage,
    description:
      "\(word): error: there is no such \(kind)\n  \(nearest ?? "there are \(known.joined(separator: ", "))")")
}
