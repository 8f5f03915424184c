package import Grids
import Statistics

/// The effective energy and mass transfer of a climate, equation 5 of the paper:
///
///     EEMT = 347134 · exp( −½ [ ((MAT − 21.5) / 10.1)² + ((MAP − 4412) / 1704)² ] )
///
/// - Parameters:
///   - temperature: MAT, the mean annual temperature.
///   - precipitation: MAP, the mean annual precipitation.
/// - Returns: 0 ... 347134 kJ m⁻² a⁻¹; NaN where an argument is not finite.
/// - Reference: paper, §2.3.2; Rasmussen and Tabor (2007). The paper prints −10.1, whose sign the square takes away.
package func effectiveEnergyAndMassTransfer(
  temperature: Quantity<DegreeCelsius>, precipitation: Quantity<MillimetrePerYear>
) -> Quantity<KilojoulePerSquareMetreYear> {
  Quantity(summitEnergy * Portable.exp(energyExponent(temperature.value, precipitation.value)))
}

/// The same for every cell of a map, kJ m⁻² a⁻¹.
///
/// - Parameters:
///   - temperature: MAT of each cell, °C.
///   - precipitation: MAP of each cell, mm a⁻¹; as many.
package func effectiveEnergyAndMassTransfer(temperature: [Float], precipitation: [Float]) -> [Double] {
  precondition(
    temperature.count == precipitation.count, "\(temperature.count) temperatures, \(precipitation.count) precipitations"
  )
  return [Double](unsafeUninitializedCapacity: temperature.count) { energy, count in
    temperature.withUnsafeBufferPointer { temperature in
      precipitation.withUnsafeBufferPointer { precipitation in
        for first in stride(from: 0, to: temperature.count, by: 128) {
          let run = UnsafeMutableBufferPointer(rebasing: energy[first..<min(first + 128, temperature.count)])
          for cell in 0..<run.count {
            run[cell] = energyExponent(Double(temperature[first + cell]), Double(precipitation[first + cell]))
          }
          Portable.exp(inPlace: run)
          for cell in 0..<run.count { run[cell] = summitEnergy * run[cell] }
        }
      }
    }
    count = temperature.count
  }
}

/// EEMT where temperature and precipitation suit best, kJ m⁻² a⁻¹.
private let summitEnergy = 347134.0

/// What EEMT is the exponential of; NaN unless both are finite.
@inline(__always)
private func energyExponent(_ temperature: Double, _ precipitation: Double) -> Double {
  let warmth = (temperature - 21.5) / 10.1
  let wetness = (precipitation - 4412) / 1704
  let exponent = -0.5 * (warmth * warmth + wetness * wetness)
  return exponent > -.infinity ? exponent : .nan
}
