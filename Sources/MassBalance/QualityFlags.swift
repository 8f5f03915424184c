/// What was done to a cell where the equation alone has no answer, and why a cell has none. One raster of bits.
package struct QualityFlags: OptionSet, Hashable, BitwiseCopyable, Sendable {
  package let rawValue: UInt16

  @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Erosion was not above the floor and was raised to it.
  @inlinable package static var erosionFloor: QualityFlags { QualityFlags(rawValue: 1) }
  /// Thickness came out negative and was set to 0.
  @inlinable package static var negative: QualityFlags { QualityFlags(rawValue: 2) }
  /// Thickness was cut to the depth to bedrock.
  @inlinable package static var depthCap: QualityFlags { QualityFlags(rawValue: 4) }
  /// Erosion was not positive, and the cell was given the depth to bedrock or no data.
  @inlinable package static var nonPositiveErosion: QualityFlags { QualityFlags(rawValue: 8) }
  /// Masked as lake.
  @inlinable package static var lake: QualityFlags { QualityFlags(rawValue: 16) }
  /// Masked as glacier.
  @inlinable package static var glacier: QualityFlags { QualityFlags(rawValue: 32) }
  /// A covariate has no value: the zone was given by the others, or, where the model itself reads it, there is no
  /// thickness.
  @inlinable package static var missingCovariate: QualityFlags { QualityFlags(rawValue: 64) }
  /// The zone has too few profiles to be cross-validated.
  @inlinable package static var uncheckedZone: QualityFlags { QualityFlags(rawValue: 128) }
  /// The zone has no parameters, for want of profiles.
  @inlinable package static var zoneWithoutParameters: QualityFlags { QualityFlags(rawValue: 256) }
  /// Masked as something other than lake or glacier.
  @inlinable package static var otherMask: QualityFlags { QualityFlags(rawValue: 512) }

  /// The bits with the words of tables and metadata, from the lowest.
  package static let meanings: [(flag: QualityFlags, name: String)] = [
    (.erosionFloor, "erosion raised to the floor"),
    (.negative, "negative thickness set to 0"),
    (.depthCap, "cut to the depth to bedrock"),
    (.nonPositiveErosion, "erosion not positive, depth to bedrock or no data instead"),
    (.lake, "lake"),
    (.glacier, "glacier"),
    (.missingCovariate, "missing covariate"),
    (.uncheckedZone, "zone without cross-validation"),
    (.zoneWithoutParameters, "zone without parameters"),
    (.otherMask, "other mask"),
  ]
}
