package struct ModelSpecification: Hashable, Sendable {
  package enum Erosion: Hashable, Sendable {
    /// t ha-1 a-1 everywhere, with the place it comes from.
    case constant(Double, note: String)
    case layer(String)
  }
  package enum NonPositiveErosion: String, CaseIterable, Hashable, Sendable { case floor, dtb, nodata }
  package var equation: Int
  package var densityRatio: Double
  /// Covariates that carry MAT (degC) and MAP (mm a-1).
  package var temperature: String
  package var precipitation: String
  package var waterErosion: Erosion
  package var windErosion: Erosion
  /// Covariate that carries the Laplacian of the ground, 1/m; C = -scale * Laplacian.
  package var laplacian: String
  package var curvatureScale: Double
  /// m a-1.
  package var erosionFloor: Double
  package var nonPositiveErosion: NonPositiveErosion
  /// Covariate with depth to bedrock in metres; `nil` where there is none.
  package var depthToBedrock: String?
}
