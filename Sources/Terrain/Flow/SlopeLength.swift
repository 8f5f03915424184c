import Statistics

/// Where a slope, and with it the length that water has run, ends because it eases.
///
/// A cell does not continue the length of a donor when its slope angle is less than `share` of the donor's, or less
/// than `shareWhenGentle` of it where the donor is gentler than `gentle`.
package struct SlopeLengthRule: Hashable, Sendable {
  package var share: Double
  package var shareWhenGentle: Double
  /// tan of the angle, m/m.
  package var gentle: Double

  package init(share: Double, shareWhenGentle: Double, gentle: Double) {
    self.share = share
    self.shareWhenGentle = shareWhenGentle
    self.gentle = gentle
  }

  /// 0.5, and 0.7 below 5 %: Hickey (2000), Cartography 29, 1–8; Van Remortel, Hamilton and Hickey (2001).
  package static let hickey = SlopeLengthRule(share: 0.5, shareWhenGentle: 0.7, gentle: 0.05)

  /// Whether a cell ends the length of a donor.
  ///
  /// - Parameters:
  ///   - receiver: tan of the cell's slope; NaN where its water ends, and nothing is cut.
  ///   - donor: tan of the donor's slope, not negative.
  func cuts(receiver: Double, donor: Double) -> Bool {
    let least = donor < gentle ? shareWhenGentle : share
    // For x ≥ 0 and s ≤ 1, atan(s x) ≥ s atan(x): most cells are decided without the angles.
    if least <= 1, receiver > least * donor { return false }
    return Portable.atan(receiver) < least * Portable.atan(donor)
  }
}

/// Lengths as whole numbers of 2⁻³⁶ m, so that their sums do not depend on where a path is cut into pieces.
///
/// A step is rounded by less than 10⁻¹¹ m, and a path may be three times as long as the equator.
enum WholeLength {
  static func of(_ metres: Double) -> Int64 { Int64((metres * 0x1p36).rounded()) }
  static func metres(_ length: Int64) -> Double { Double(length) * 0x1p-36 }
}

/// The steps that water takes from the cells of a row.
struct RowSteps {
  let size: CellSize
  /// To a side east or west, to one north or south, to a corner; and half the step of a cell where water ends, the side
  /// of a square of its area.
  let eastward, northward, diagonal, side: Int64

  init(_ size: CellSize) {
    self.size = size
    eastward = WholeLength.of(size.eastward)
    northward = WholeLength.of(size.northward)
    diagonal = WholeLength.of(size.diagonal)
    side = WholeLength.of(size.side)
  }

  @inline(__always)
  func length(_ course: Course) -> Int64 {
    switch course.bits & 15 {
    case 0, 2: northward
    case 1, 3: eastward
    case 4...7: diagonal
    default: side
    }
  }

  /// Metres to the receiver.
  @inline(__always)
  func distance(_ course: Course) -> Double {
    switch course.bits & 15 {
    case 0, 2: size.northward
    case 1, 3: size.eastward
    default: size.diagonal
    }
  }
}

extension Ground {
  /// The distance that water has run to the far side of each cell since its slope began, in `WholeLength`; 0 for voids.
  ///
  ///     L = max( half its own step, max over donors that are not cut of ( L(donor) + step(donor → cell) ) )
  ///
  /// so a cell without such a donor starts at half its own step. (With one, the other term is the greater as long as
  /// cells are less than 2.8 times as long as wide.) The slope angle of a cell is atan(drop to its receiver / step). A
  /// cell where water ends has none and cuts nothing; its step is the side of a square of the cell's area.
  ///
  /// - Parameter inflow: the lengths that arrive at a tile from beyond and are not cut.
  /// - Reference: Hickey, Smith and Jankowski (1994), Computers, Environment and Urban Systems 18, 365–380.
  func slopeLengths(
    rows: [RowSteps], rule: SlopeLengthRule, inflow: [(place: Int, amount: Int64)] = []
  ) -> Field<Int64> {
    let around = frame.steps
    let lengths = Field<Int64>(count: frame.count, repeating: 0)
    for (place, length) in inflow { lengths[place] = max(lengths[place], length) }
    walkDownstream { place, receiver in
      let step = rows[frame.row(of: place)].length(courses[place])
      lengths[place] = max(lengths[place], step / 2)
      // What goes beyond a tile may be cut there, which is not known here.
      guard receiver != place, courses[receiver].plain != .void else { return }
      let donor = tangent(at: place, rows: rows, around)
      guard !rule.cuts(receiver: tangent(at: receiver, rows: rows, around), donor: donor) else { return }
      lengths[receiver] = max(lengths[receiver], lengths[place] + step)
    }
    return lengths
  }

  /// tan of the slope from a cell to its receiver; NaN where its water ends.
  @inline(__always)
  func tangent(at place: Int, rows: [RowSteps], _ around: Steps) -> Double {
    let course = courses[place].plain
    guard course.leadsOn else { return .nan }
    let drop = surface[place].drop(to: surface[place + around[Int(course.bits)]])
    return H.metres(of: drop) / rows[frame.row(of: place)].distance(course)
  }
}
