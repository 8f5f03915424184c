import Engine
import Grids
import Ledger
import Manifests
import MassBalance

/// The model's forcing at profiles and cells, taken from the covariates that the manifest names for it.
///
/// This is the line between the manifest's words and the kernel's: the Laplacian of the ground becomes curvature, and a
/// constant erosion stands in every cell.
enum Forcings {
  /// The columns of a zone's profile table.
  static let columns = ["mat", "map", "ewater", "ewind", "laplacian"]

  /// The covariates that the model reads, each once.
  static func covariates(_ model: ModelSpecification) -> [String] {
    let erosion = [model.waterErosion, model.windErosion].compactMap { erosion in
      if case .layer(let name) = erosion { name } else { nil }
    }
    let all =
      [model.temperature, model.precipitation, model.laplacian] + erosion + [model.depthToBedrock].compactMap(\.self)
    return all.indices.filter { !all[..<$0].contains(all[$0]) }.map { all[$0] }
  }

  static func parameters(_ model: ModelSpecification) -> [Ingredient] {
    [
      .parameter("model.temperature", model.temperature), .parameter("model.precipitation", model.precipitation),
      .parameter("model.laplacian", model.laplacian),
    ] + effectiveParameters("model.waterErosion", model.waterErosion, without: ["note"])
      + effectiveParameters("model.windErosion", model.windErosion, without: ["note"])
  }

  /// The forcing of one profile as fields of a table with `columns`.
  static func fields(of row: Samples.Row, in samples: Samples, _ model: ModelSpecification) -> [String] {
    func erosion(_ erosion: ModelSpecification.Erosion) -> String {
      switch erosion {
      case .constant(let value, _): Table.field(value)
      case .layer(let name): samples.fields([name], of: row)[0]
      }
    }
    return samples.fields([model.temperature, model.precipitation], of: row)
      + [erosion(model.waterErosion), erosion(model.windErosion)] + samples.fields([model.laplacian], of: row)
  }

  static func forcing(
    temperature: Double, precipitation: Double, water: Double, wind: Double, laplacian: Double, depthToBedrock: Double?,
    curvatureScale: Double
  ) -> Forcing {
    Forcing(
      temperature: .init(temperature), precipitation: .init(precipitation), waterErosion: .init(water),
      windErosion: .init(wind), curvature: .init(curvatureOfLaplacian: laplacian, scale: curvatureScale),
      depthToBedrock: depthToBedrock.map { .init($0) })
  }
}

/// The layers of the model in memory.
struct ForcingLayers {
  let geometry: GridGeometry
  private let temperature: [Float]
  private let precipitation: [Float]
  private let laplacian: [Float]
  private let water: [Float]?
  private let wind: [Float]?
  private let depth: [Float]?
  private let constantWater: Double
  private let constantWind: Double
  private let curvatureScale: Double

  init(_ model: ModelSpecification, _ product: ProductDeclaration, _ context: TaskContext) throws {
    func band(_ id: String) throws -> Grid<Float> {
      try Layers.readBands(CovariateStage.path(product.covariate(id), context))[0]
    }
    func erosion(_ erosion: ModelSpecification.Erosion) throws -> (layer: [Float]?, constant: Double) {
      switch erosion {
      case .constant(let value, _): (nil, value)
      case .layer(let name): (try band(name).cells, .nan)
      }
    }
    let temperature = try band(model.temperature)
    geometry = temperature.geometry
    self.temperature = temperature.cells
    precipitation = try band(model.precipitation).cells
    laplacian = try band(model.laplacian).cells
    (water, constantWater) = try erosion(model.waterErosion)
    (wind, constantWind) = try erosion(model.windErosion)
    depth = try model.depthToBedrock.map { try band($0).cells }
    curvatureScale = model.curvatureScale
  }

  /// The forcing of a cell; `nil` where a layer has no value. A missing depth to bedrock only lifts the cap.
  func forcing(at offset: Int) -> Forcing? {
    let values = [
      Double(temperature[offset]), Double(precipitation[offset]), water.map { Double($0[offset]) } ?? constantWater,
      wind.map { Double($0[offset]) } ?? constantWind, Double(laplacian[offset]),
    ]
    guard values.allSatisfy(\.isFinite) else { return nil }
    let bedrock = depth.map { Double($0[offset]) }
    return Forcings.forcing(
      temperature: values[0], precipitation: values[1], water: values[2], wind: values[3], laplacian: values[4],
      depthToBedrock: bedrock.flatMap { $0.isFinite ? $0 : nil }, curvatureScale: curvatureScale)
  }
}
