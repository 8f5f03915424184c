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
}

extension FlowNetwork {
  /// The distance that water has run to the far side of each cell since its slope began, metres; NaN without a value.
  ///
  /// A cell whose donors are all cut, or that has none, starts at half its own step. Otherwise
  ///
  ///     L = max over donors of ( L(donor) + step(donor → cell) )
  ///
  /// The slope angle of a cell is atan(drop to its receiver / step). A cell that drains off the grid has none and cuts
  /// nothing; its step is the side of a square of the cell's area. The cut-offs keep lengths within a hillslope, so a
  /// tile needs a halo of some kilometres and no more.
  ///
  /// - Parameter heights: the framed heights that made the network.
  /// - Reference: Hickey, Smith and Jankowski (1994), Computers, Environment and Urban Systems 18, 365–380.
  func slopeLength(_ heights: [Double], spacing: Spacing, rule: SlopeLengthRule) -> [Double] {
    let gentleAngle = Portable.atan(rule.gentle)
    var angle = [Double](repeating: .nan, count: frame.count)
    for place in downstream {
      guard let receiver = receiver(of: place) else { continue }
      angle[place] = Portable.atan((heights[place] - heights[receiver]) / step(from: place, spacing: spacing))
    }
    // Holds the longest arrival until a cell's turn comes, and its length from then on.
    var length = [Double](repeating: .nan, count: frame.count)
    for place in downstream {
      let step = step(from: place, spacing: spacing)
      if length[place].isNaN { length[place] = 0.5 * step }
      guard let receiver = receiver(of: place) else { continue }
      let share = angle[place] < gentleAngle ? rule.shareWhenGentle : rule.share
      // False, and so no cut, where the receiver has no angle.
      let isCut = angle[receiver] < share * angle[place]
      let arrival = length[place] + step
      // Also true where nothing has arrived yet.
      if !isCut, !(arrival <= length[receiver]) { length[receiver] = arrival }
    }
    return length
  }

  /// How far water runs from a cell's centre to its receiver's, metres.
  private func step(from place: Int, spacing: Spacing) -> Double {
    let cell = spacing.rows[frame.row(of: place)]
    guard let direction = directions[place] else { return cell.side }
    return cell.distance(to: direction)
  }
}
