/// A number that the generator of the synthetic plateau takes from the manifest's section `twin`.
///
/// The generator knows what each does (`TwinParameters.known`). It also takes the cell, the snap, the density ratio and the
/// erosion floor; those stand in `grid` and `model` already, and are handed on from there.
package struct TwinQuantity: Hashable, Sendable {
  package var name: String
  package var unit: String
  package var allowed: ClosedRange<Double>
  /// Whether it counts something.
  package var isWhole = false

  /// Every number, in the order in which the plateau is made.
  package static let all: [TwinQuantity] = [
    TwinQuantity(name: "dem-ratio", unit: "1", allowed: 1...50, isWhole: true),
    TwinQuantity(name: "dem-margin", unit: "km", allowed: 0.25...200),
    TwinQuantity(name: "area", unit: "km2", allowed: 250_000...5_000_000),

    TwinQuantity(name: "province-transition", unit: "km", allowed: 2...200),
    TwinQuantity(name: "province-warp", unit: "km", allowed: 0...150),
    TwinQuantity(name: "range-height", unit: "m", allowed: 0...3000),
    TwinQuantity(name: "range-spacing", unit: "km", allowed: 20...500),
    TwinQuantity(name: "hill-height", unit: "m", allowed: 0...1000),
    TwinQuantity(name: "hill-spacing", unit: "km", allowed: 8...200),
    TwinQuantity(name: "valley-depth", unit: "m", allowed: 0...3000),
    TwinQuantity(name: "valley-spacing", unit: "km", allowed: 20...500),
    TwinQuantity(name: "rim-height", unit: "m", allowed: 0...3000),
    TwinQuantity(name: "rim-width", unit: "km", allowed: 20...300),

    TwinQuantity(name: "lapse-rate", unit: "degC/km", allowed: 0...10),
    TwinQuantity(name: "temperature-noise", unit: "degC", allowed: 0...5),
    TwinQuantity(name: "precipitation-gradient", unit: "mm/a per 1000 km", allowed: 0...500),
    TwinQuantity(name: "precipitation-noise", unit: "mm/a", allowed: 0...200),
    TwinQuantity(name: "ndvi-noise", unit: "1", allowed: 0...0.3),

    TwinQuantity(name: "water-erosion", unit: "t/ha/a", allowed: 0.01...100),
    TwinQuantity(name: "wind-erosion", unit: "t/ha/a", allowed: 0.01...100),
    TwinQuantity(name: "erosion-log-deviation", unit: "1", allowed: 0...3),
    TwinQuantity(name: "erosion-spacing", unit: "km", allowed: 5...500),
    TwinQuantity(name: "erosion-terrain-share", unit: "1", allowed: 0...1),
    TwinQuantity(name: "erosion-correlation", unit: "1", allowed: 0...1),
    TwinQuantity(name: "bedrock-depth", unit: "m", allowed: 0.1...500),
    TwinQuantity(name: "bedrock-log-deviation", unit: "1", allowed: 0...3),

    TwinQuantity(name: "lake-count", unit: "1", allowed: 0...1000, isWhole: true),
    TwinQuantity(name: "lake-share", unit: "1", allowed: 0...0.2),
    TwinQuantity(name: "glacier-count", unit: "1", allowed: 0...1000, isWhole: true),
    TwinQuantity(name: "glacier-share", unit: "1", allowed: 0...0.2),

    TwinQuantity(name: "noise", unit: "m", allowed: 0...2),
    TwinQuantity(name: "least-thickness", unit: "m", allowed: 0...1),
    TwinQuantity(name: "coarse-reference-bias", unit: "m", allowed: -2...2),
    TwinQuantity(name: "coarse-reference-noise", unit: "m", allowed: 0...2),
    TwinQuantity(name: "coarse-reference-smoothing", unit: "km", allowed: 0...500),
    TwinQuantity(name: "fine-reference-bias", unit: "m", allowed: -2...2),
    TwinQuantity(name: "fine-reference-noise", unit: "m", allowed: 0...2),
    TwinQuantity(name: "fine-reference-smoothing", unit: "km", allowed: 0...500),
  ]
}
