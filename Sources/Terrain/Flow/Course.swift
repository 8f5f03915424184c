/// Where the water of a cell goes, and while that is being found out, what is known of it: one byte a cell.
struct Course: BitwiseCopyable, Hashable, Sendable {
  var bits: UInt8

  @inline(__always) init(bits: UInt8) { self.bits = bits }

  /// To a neighbour; the raw values of `Neighbour` are 0 ... 7.
  @inline(__always) init(to neighbour: Neighbour) { bits = neighbour.rawValue }

  /// Water ends its way here: it leaves the grid, or reaches a lake or the floor of a closed basin.
  static let end = Course(bits: 8)
  /// Level ground whose way out is not known yet.
  static let undecided = Course(bits: 9)
  /// No height here.
  static let void = Course(bits: 10)
  /// Level ground that reaches beyond the tile, whose way out may lie there.
  static let border = Course(bits: 11)
  /// Level ground that has its turn.
  static let waiting = Course(bits: 12)

  /// Whether it goes to a neighbour.
  @inline(__always) var leadsOn: Bool { bits < 8 }
  /// Whether it is known where the water goes.
  @inline(__always) var isDecided: Bool { bits <= 8 }
}

/// What flooding marks beside the course.
extension Course {
  private static let dryBit: UInt8 = 16
  private static let queuedBit: UInt8 = 32
  private static let outletBit: UInt8 = 64
  private static let courseBits: UInt8 = 15

  /// A cell that water has not reached.
  static let dry = Course(bits: undecided.bits | dryBit)
  /// A cell that water has not reached and where it ends.
  static let dryEnd = Course(bits: end.bits | dryBit)

  @inline(__always) var isDry: Bool { bits & Self.dryBit != 0 }
  @inline(__always) var wet: Course { Course(bits: bits & ~Self.dryBit) }
  @inline(__always) var isQueued: Bool { bits & Self.queuedBit != 0 }
  @inline(__always) var queued: Course { Course(bits: bits | Self.queuedBit) }
  /// Whether water leaves the whole raster here, and not only the tile.
  @inline(__always) var isOutlet: Bool { bits & Self.outletBit != 0 }
  @inline(__always) var outlet: Course { Course(bits: bits | Self.outletBit) }
  /// Without the marks of flooding.
  @inline(__always) var plain: Course { Course(bits: bits & Self.courseBits) }
}
