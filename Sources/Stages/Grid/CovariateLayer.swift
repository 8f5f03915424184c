import Engine
import Grids
import Manifests

/// A covariate in memory, as the columns it contributes to a table.
struct CovariateLayer: Sendable {
  let id: String
  let form: CovariateSpecification.Form
  /// One array for a continuous or categorical covariate; direction, sine and cosine for a circular one.
  let bands: [[Float]]

  /// The names of the layer's columns in a table.
  var columns: [String] { form == .circular ? [id, "\(id)_sine", "\(id)_cosine"] : [id] }

  /// The bands that a statistical method sees: sine and cosine in place of a direction.
  var features: [[Float]] { form == .circular ? Array(bands.dropFirst()) : bands }

  func values(at offset: Int) -> [Double] { bands.map { Double($0[offset]) } }

  /// A direction may be undefined on flat ground while its vector mean is (0, 0); the components decide.
  func hasValue(at offset: Int) -> Bool { features.allSatisfy { !$0[offset].isNaN } }
}

extension CovariateLayer {
  /// Reads the layer from the task's inputs.
  init(_ covariate: CovariateSpecification, _ context: TaskContext) throws {
    self.init(
      id: covariate.id, form: covariate.form,
      bands: try Layers.readBands(CovariateStage.path(covariate, context)).map(\.cells))
  }
}
