extension TwinParameters {
  /// The name, unit, range and meaning of one parameter.
  package struct Known: Sendable {
    package var name: String
    package var unit: String
    package var range: ClosedRange<Double>
    package var meaning: String
    package var isWhole: Bool
    let path: any WritableKeyPath<TwinParameters, Double> & Sendable

    /// The value in the default product.
    package var standard: Double { TwinParameters.standard[keyPath: path] }

    fileprivate init(
      _ name: String, _ path: any WritableKeyPath<TwinParameters, Double> & Sendable, _ unit: String,
      _ range: ClosedRange<Double>, _ meaning: String, whole: Bool = false
    ) {
      self.name = name
      self.path = path
      self.unit = unit
      self.range = range
      self.meaning = meaning
      self.isWhole = whole
    }
  }

  /// Every parameter as a manifest spells it, in the order in which the plateau is made.
  package static let known: [Known] = [
    Known("cell-size", \.cellSize, "km", 0.25...50, "side of a cell of the grid"),
    Known("snap", \.snap, "km", 0.25...500, "the edges of the grid are multiples of this"),
    Known(
      "dem-ratio", \.demRatio, "1", 1...50, "cells of the terrain model along the side of a grid cell", whole: true),
    Known("dem-margin", \.demMargin, "km", 0.25...200, "how far the terrain model reaches beyond the grid"),
    Known("area", \.area, "km2", 250_000...5_000_000, "area inside the boundary"),

    Known("province-transition", \.provinceTransition, "km", 2...200, "half-width of the change between two provinces"),
    Known("province-warp", \.provinceWarp, "km", 0...150, "how far the borders of the provinces wander"),
    Known("range-height", \.rangeHeight, "m", 0...3000, "height of the inner ranges over their feet"),
    Known("range-spacing", \.rangeSpacing, "km", 20...500, "distance from range to range, across"),
    Known("hill-height", \.hillHeight, "m", 0...1000, "standard deviation of the hills"),
    Known("hill-spacing", \.hillSpacing, "km", 8...200, "grid of the largest hills; two octaves smaller follow"),
    Known("valley-depth", \.valleyDepth, "m", 0...3000, "depth of the valleys"),
    Known("valley-spacing", \.valleySpacing, "km", 20...500, "distance from valley to valley"),
    Known(
      "rim-height", \.rimHeight, "m", 0...3000, "height of the ranges along the northern, western and southern rim"),
    Known("rim-width", \.rimWidth, "km", 20...300, "width of the ranges along the rim"),

    Known("lapse-rate", \.lapseRate, "degC/km", 0...10, "fall of temperature with height"),
    Known("temperature-noise", \.temperatureNoise, "degC", 0...5, "standard deviation of temperature beside the lapse"),
    Known(
      "precipitation-gradient", \.precipitationGradient, "mm/a per 1000 km", 0...500,
      "rise of precipitation towards the south-east inside a province"),
    Known(
      "precipitation-noise", \.precipitationNoise, "mm/a", 0...200, "standard deviation of precipitation beside it"),
    Known("ndvi-noise", \.ndviNoise, "1", 0...0.3, "standard deviation of NDVI beside that of its province"),

    Known("water-erosion", \.waterErosion, "t/ha/a", 0.01...100, "mean erosion by water inside the boundary"),
    Known("wind-erosion", \.windErosion, "t/ha/a", 0.01...100, "mean erosion by wind inside the boundary"),
    Known("erosion-log-deviation", \.erosionLogDeviation, "1", 0...3, "standard deviation of the logarithm of both"),
    Known(
      "erosion-spacing", \.erosionSpacing, "km", 5...500, "grid of the variation of both; one octave smaller follows"),
    Known(
      "erosion-terrain-share", \.erosionTerrainShare, "1", 0...1,
      "share of the variance of the logarithm that follows slope (water) or drought (wind)"),
    Known(
      "erosion-correlation", \.erosionCorrelation, "1", 0...1,
      "share of the variance of the rest that wind and water have in common, where the ground is bare"),
    Known("bedrock-depth", \.bedrockDepth, "m", 0.1...500, "median depth to bedrock"),
    Known("bedrock-log-deviation", \.bedrockLogDeviation, "1", 0...3, "standard deviation of its logarithm"),

    Known("lake-count", \.lakeCount, "1", 0...1000, "number of lakes", whole: true),
    Known("lake-share", \.lakeShare, "1", 0...0.2, "share of the area under lakes"),
    Known("glacier-count", \.glacierCount, "1", 0...1000, "number of glaciers", whole: true),
    Known("glacier-share", \.glacierShare, "1", 0...0.2, "share of the area under glaciers"),

    Known("density-ratio", \.densityRatio, "1", 0.5...3, "density of saprolite over that of solum"),
    Known("erosion-floor", \.erosionFloor, "m/a", 1e-15...1e-3, "least total erosion of the true thickness"),
    Known("noise", \.noise, "m", 0...2, "standard deviation of an observed thickness about the truth"),
    Known("least-thickness", \.leastThickness, "m", 0...1, "least observed thickness"),
    Known("coarse-reference-bias", \.coarseReferenceBias, "m", -2...2, "bias of the coarse reference map"),
    Known("coarse-reference-noise", \.coarseReferenceNoise, "m", 0...2, "noise of the coarse reference map"),
    Known(
      "coarse-reference-smoothing", \.coarseReferenceSmoothing, "km", 0...500,
      "window over which the truth is averaged for it"),
    Known("fine-reference-bias", \.fineReferenceBias, "m", -2...2, "bias of the fine reference map"),
    Known("fine-reference-noise", \.fineReferenceNoise, "m", 0...2, "noise of the fine reference map"),
    Known(
      "fine-reference-smoothing", \.fineReferenceSmoothing, "km", 0...500,
      "window over which the truth is averaged for it"),
  ]
}
