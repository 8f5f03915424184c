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

  /// The forcing of one profile.
  static func forcing(
    temperature: Double, precipitation: Double, water: Double, wind: Double, laplacian: Double, curvatureScale: Double
  ) -> Forcing {
    Forcing(
      temperature: .init(temperature), precipitation: .init(precipitation), waterErosion: .init(water),
      windErosion: .init(wind), curvature: .init(curvatureOfLaplacian: laplacian, scale: curvatureScale))
  }
}

extension ForcingLayers {
  /// The layers that the manifest names for the model. A missing depth to bedrock only lifts the cap.
  init(_ model: ModelSpecification, _ product: ProductDeclaration, _ context: TaskContext) throws {
    func band(_ id: String) throws -> [Float] {
      try Layers.readBands(CovariateStage.path(product.covariate(id), context))[0].cells
    }
    func loss(_ erosion: ModelSpecification.Erosion) throws -> Loss {
      switch erosion {
      case .constant(let value, _): .constant(value)
      case .layer(let name): .layer(try band(name))
      }
    }
    self.init(
      temperature: try band(model.temperature), precipitation: try band(model.precipitation),
      waterErosion: try loss(model.waterErosion), windErosion: try loss(model.windErosion),
      laplacian: try band(model.laplacian), curvatureScale: model.curvatureScale,
      depthToBedrock: try model.depthToBedrock.map { try band($0) })
  }
}
