package import Grids

extension Quantity where Unit == PerMetre {
  /// The curvature C = −`scale` · ∇²z of ground with this Laplacian: positive where it is convex.
  ///
  /// - Parameters:
  ///   - laplacian: ∇²z, m⁻¹; negative on convex ground.
  ///   - scale: 1 for the mathematical curvature, 2 for the "general curvature" of SAGA, 100 for that of ArcGIS.
  package init(curvatureOfLaplacian laplacian: Double, scale: Double) {
    self.init(-scale * laplacian)
  }
}
