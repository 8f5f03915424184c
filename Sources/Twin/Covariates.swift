package import Grids
package import MassBalance

/// What acts on the ground in every cell of the frame, without gaps.
package struct Covariates: Sendable {
  /// Mean height, m.
  package var elevation: Grid<Float>
  /// Mean Laplacian of height, 1/m.
  package var laplacian: Grid<Double>
  /// MAT, degC.
  package var temperature: Grid<Float>
  /// MAP, mm/a.
  package var precipitation: Grid<Float>
  package var ndvi: Grid<Float>
  /// t/ha/a.
  package var waterErosion: Grid<Float>
  /// t/ha/a.
  package var windErosion: Grid<Float>
  /// Depth to bedrock, m.
  package var bedrock: Grid<Float>

  /// What the mass balance takes from a cell.
  package func forcing(at offset: Int) -> Forcing {
    Forcing(
      temperature: Quantity(Double(temperature.cells[offset])),
      precipitation: Quantity(Double(precipitation.cells[offset])),
      waterErosion: Quantity(Double(waterErosion.cells[offset])),
      windErosion: Quantity(Double(windErosion.cells[offset])), curvature: Quantity(-laplacian.cells[offset]),
      depthToBedrock: Quantity(Double(bedrock.cells[offset])))
  }
}
