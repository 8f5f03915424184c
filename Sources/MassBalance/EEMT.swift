package import Grids
import Statistics

/// The effective energy and mass transfer of a climate, equation 5 of the paper:
///
///     EEMT = 347134 · exp( −½ [ ((MAT − 21.5) / 10.1)² + ((MAP − 4412) / 1704)² ] )
///
/// - Parameters:
///   - temperature: MAT, the mean annual temperature.
///   - precipitation: MAP, the mean annual precipitation.
/// - Returns: 0 ... 347134 kJ m⁻² a⁻¹; NaN where an argument is.
/// - Reference: paper, §2.3.2; Rasmussen and Tabor (2007). The paper prints −10.1, whose sign the square takes away.
package func effectiveEnergyAndMassTransfer(
  temperature: Quantity<DegreeCelsius>, precipitation: Quantity<MillimetrePerYear>
) -> Quantity<KilojoulePerSquareMetreYear> {
  let warmth = (temperature.value - 21.5) / 10.1
  let wetness = (precipitation.value - 4412) / 1704
  return Quantity(347134 * Portable.exp(-0.5 * (warmth * warmth + wetness * wetness)))
}
