import Statistics

/// The exponents of the sediment transport index.
package struct TransportIndex: Hashable, Sendable {
  /// m, of the specific catchment area.
  package var areaExponent: Double
  /// n, of the slope.
  package var slopeExponent: Double
  /// Whether the product is multiplied by m + 1.
  package var hasFactor: Bool

  package init(areaExponent: Double, slopeExponent: Double, hasFactor: Bool) {
    self.areaExponent = areaExponent
    self.slopeExponent = slopeExponent
    self.hasFactor = hasFactor
  }

  /// m = 0.6, n = 1.3: Moore and Burch (1986), Soil Science Society of America Journal 50, 1294–1298.
  package static let mooreBurch = TransportIndex(areaExponent: 0.6, slopeExponent: 1.3, hasFactor: false)

  /// m = 0.4, n = 1.3 and the factor m + 1, known as LS: Moore, Grayson and Ladson (1991), Hydrological Processes 5,
  /// 3–30.
  package static let slopeLengthFactor = TransportIndex(areaExponent: 0.4, slopeExponent: 1.3, hasFactor: true)

  /// (A / 22.13 m)^m · (sin slope / 0.0896)^n, with the factor m + 1 where it belongs; 0 on level ground.
  ///
  /// - Parameter specificCatchment: A, m² of catchment for each metre of width; positive.
  func value(specificCatchment: Double, sinSlope: Double) -> Double {
    guard sinSlope > 0 else { return 0 }
    let product =
      Portable.pow(specificCatchment / 22.13, areaExponent) * Portable.pow(sinSlope / 0.0896, slopeExponent)
    return hasFactor ? (areaExponent + 1) * product : product
  }
}

/// The topographic wetness index, ln(A / tan slope); NaN where tan slope is 0 and no least slope is given.
///
/// - Parameters:
///   - specificCatchment: A, m² of catchment for each metre of width; positive.
///   - minimum: least tan slope, m/m.
/// - Reference: Beven and Kirkby (1979), Hydrological Sciences Bulletin 24, 43–69.
func wetness(specificCatchment: Double, tanSlope: Double, minimum: Double) -> Double {
  let steepness = max(tanSlope, minimum)
  return steepness > 0 ? Portable.log(specificCatchment / steepness) : .nan
}
