/// What acts on the ground in every cell of a map: layers in single precision, as the store has them, with NaN for no
/// value.
package struct ForcingLayers: Sendable {
  /// A loss of mass, t ha⁻¹ a⁻¹.
  package enum Loss: Sendable {
    case layer([Float])
    case constant(Double)
  }

  /// EEMT, kJ m⁻² a⁻¹. It depends on no parameter of the model and is computed once.
  package let energy: [Double]
  package let waterErosion: Loss
  package let windErosion: Loss
  /// ∇²z of the ground, m⁻¹.
  package let laplacian: [Float]
  /// What curvature is in terms of −∇²z.
  package let curvatureScale: Double
  /// DTB, m; a cell without one has no cap.
  package let depthToBedrock: [Float]?

  /// - Parameters:
  ///   - temperature: MAT, °C.
  ///   - precipitation: MAP, mm a⁻¹.
  /// - Precondition: every layer has as many cells as the temperature.
  package init(
    temperature: [Float], precipitation: [Float], waterErosion: Loss, windErosion: Loss, laplacian: [Float],
    curvatureScale: Double = 1, depthToBedrock: [Float]? = nil
  ) {
    energy = effectiveEnergyAndMassTransfer(temperature: temperature, precipitation: precipitation)
    self.waterErosion = waterErosion
    self.windErosion = windErosion
    self.laplacian = laplacian
    self.curvatureScale = curvatureScale
    self.depthToBedrock = depthToBedrock
    let counts = [waterErosion.count, windErosion.count, laplacian.count, depthToBedrock?.count]
    precondition(counts.allSatisfy { $0 ?? count == count }, "layers of \(counts) cells beside \(count)")
  }

  package var count: Int { energy.count }

  /// Whether every value that the model cannot do without is there.
  package func isComplete(at cell: Int) -> Bool {
    energy[cell].isFinite && waterErosion[cell].isFinite && windErosion[cell].isFinite && laplacian[cell].isFinite
  }
}

extension ForcingLayers.Loss {
  /// `nil` for a constant, which has as many values as are asked for.
  var count: Int? { if case .layer(let values) = self { values.count } else { nil } }

  subscript(cell: Int) -> Double {
    switch self {
    case .layer(let values): Double(values[cell])
    case .constant(let value): value
    }
  }
}
