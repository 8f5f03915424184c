/// A quantity that is read off a surface of heights.
///
/// Raw values are the names of the files that `solum tool terrain` writes and what a manifest's `derive:` may say.
package enum TerrainAttribute: String, CaseIterable, Hashable, Sendable, Codable {
  /// Height as it was given, m; also at the border.
  case elevation
  /// Angle of the steepest ascent, 0 ..< 90 degrees.
  case slope
  /// Direction that the slope faces, clockwise from north, 0 ..< 360 degrees; no value on flat ground.
  case aspect
  /// Cosine of the aspect, 1 on slopes that face north; no value on flat ground.
  case northness
  /// Sine of the aspect, 1 on slopes that face east; no value on flat ground.
  case eastness
  /// ∇²z = r + t, m⁻¹; positive in hollows.
  case laplacian
  /// −(r + t), m⁻¹; positive on hills (Zevenbergen and Thorne 1987).
  case generalCurvature = "general_curvature"
  /// Curvature down the slope, m⁻¹; positive where the slope is convex.
  case profileCurvature = "profile_curvature"
  /// Curvature of the contour, m⁻¹; positive on spurs.
  case planCurvature = "plan_curvature"
  /// Curvature of the normal section across the slope, m⁻¹; positive on spurs.
  case tangentialCurvature = "tangential_curvature"
  /// Terrain ruggedness index, m: how far the eight neighbours lie above or below.
  case ruggedness = "tri"
  /// Topographic position index, m: height above the mean of the ground around, positive on ridges.
  case positionIndex = "tpi"
  /// Height after every depression is raised to its spill point, m.
  case filled
  /// Cells that drain through a cell, the cell itself included.
  case flowAccumulation = "flow_accumulation"
  /// Distance that water has run since its slope began or last eased, m.
  case slopeLength = "slope_length"
  /// Topographic wetness index, ln(specific catchment area / tan slope), the area in metres.
  case wetness = "twi"
  /// Sediment transport index, dimensionless.
  case transport = "sti"
  /// Normalised height: 0 at the channel, 1 at the divide.
  case slopePosition = "slope_position"

  /// The unit of the values, in the notation of UDUNITS.
  package var unit: String {
    switch self {
    case .slope, .aspect: "degree"
    case .laplacian, .generalCurvature, .profileCurvature, .planCurvature, .tangentialCurvature: "m-1"
    case .elevation, .ruggedness, .positionIndex, .filled, .slopeLength: "m"
    case .northness, .eastness, .flowAccumulation, .wetness, .transport, .slopePosition: "1"
    }
  }

  /// What the attribute is, in a few words for tables and metadata.
  package var title: String {
    switch self {
    case .elevation: "height"
    case .slope: "slope angle"
    case .aspect: "aspect, clockwise from north"
    case .northness: "northness, cosine of the aspect"
    case .eastness: "eastness, sine of the aspect"
    case .laplacian: "Laplacian of height, positive in hollows"
    case .generalCurvature: "general curvature, positive on hills"
    case .profileCurvature: "profile curvature, positive where convex"
    case .planCurvature: "plan curvature, positive on spurs"
    case .tangentialCurvature: "tangential curvature, positive on spurs"
    case .ruggedness: "terrain ruggedness index"
    case .positionIndex: "topographic position index, positive on ridges"
    case .filled: "height with depressions filled"
    case .flowAccumulation: "cells upslope, own cell included"
    case .slopeLength: "cumulative slope length"
    case .wetness: "topographic wetness index"
    case .transport: "sediment transport index"
    case .slopePosition: "slope position, normalised height"
    }
  }

  /// The unit where conventions change it: Esri counts curvatures in hundredths.
  package func unit(under convention: TerrainOptions.CurvatureConvention) -> String {
    switch self {
    case .generalCurvature, .profileCurvature, .planCurvature: convention == .esri ? "0.01 m-1" : unit
    default: unit
    }
  }

  /// What is derived when nothing is named: heights are there already, northness and eastness are the parts of aspect,
  /// and the position index is another reading of slope position.
  package static var common: [TerrainAttribute] {
    allCases.filter { ![.elevation, .northness, .eastness, .positionIndex].contains($0) }
  }

  /// Whether values go round a circle, so that only a vector mean averages them.
  package var isCircular: Bool { self == .aspect }

  /// Whether the value comes from the 3 × 3 window of a cell (of heights, for wetness and transport beside the
  /// catchment, for the position index beside its wider one), which for all but the height itself leaves the border of a
  /// grid without a value.
  package var isWindowed: Bool {
    switch self {
    case .filled, .flowAccumulation, .slopeLength, .slopePosition: false
    default: true
    }
  }

  /// Whether heights alone decide the value, so that a `TerrainPass` gives it without knowing how water flows.
  package var isLocal: Bool { isWindowed && self != .wetness && self != .transport }
}
