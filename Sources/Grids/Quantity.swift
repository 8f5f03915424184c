/// A unit of measure, named by its type.
package protocol UnitOfMeasure {
  /// How the unit is printed, in the notation of UDUNITS.
  static var symbol: String { get }
}

/// A number that knows its unit.
///
/// Two quantities add only when their units agree, so a mass flux added to a lowering rate is refused by the compiler
/// instead of shifting a map.
package struct Quantity<Unit: UnitOfMeasure>: Hashable, BitwiseCopyable, Sendable {
  package var value: Double

  @inlinable package init(_ value: Double) { self.value = value }

  @inlinable package static func + (a: Self, b: Self) -> Self { Self(a.value + b.value) }
  @inlinable package static func - (a: Self, b: Self) -> Self { Self(a.value - b.value) }
  @inlinable package static func * (weight: Double, quantity: Self) -> Self { Self(weight * quantity.value) }
  @inlinable package static func / (a: Self, b: Self) -> Double { a.value / b.value }
}

extension Quantity: Comparable {
  @inlinable package static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}

package enum Metre: UnitOfMeasure { package static let symbol = "m" }
package enum PerMetre: UnitOfMeasure { package static let symbol = "m-1" }
package enum MetrePerYear: UnitOfMeasure { package static let symbol = "m a-1" }
package enum SquareMetrePerYear: UnitOfMeasure { package static let symbol = "m2 a-1" }
package enum MillimetrePerYear: UnitOfMeasure { package static let symbol = "mm a-1" }
package enum DegreeCelsius: UnitOfMeasure { package static let symbol = "degC" }
package enum TonnePerHectareYear: UnitOfMeasure { package static let symbol = "t ha-1 a-1" }
package enum KilogramPerCubicMetre: UnitOfMeasure { package static let symbol = "kg m-3" }
package enum KilojoulePerSquareMetreYear: UnitOfMeasure { package static let symbol = "kJ m-2 a-1" }
