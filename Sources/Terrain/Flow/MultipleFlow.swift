import Statistics

/// The weights of all lower neighbours (MFD): (drop / distance)^exponent.
package struct MultipleFlow: Hashable, Sendable {
  /// The greater, the nearer to the steepest descent alone; positive.
  package var exponent: Double
  /// Whether the length of contour that faces a neighbour counts: half a side of the cell for a side, a quarter of its
  /// diagonal for a corner.
  package var weighsContour: Bool

  package init(exponent: Double, weighsContour: Bool) {
    self.exponent = exponent
    self.weighsContour = weighsContour
  }

  /// Freeman (1991), Computers & Geosciences 17, 413–422.
  package static let freeman = MultipleFlow(exponent: 1.1, weighsContour: false)
  /// Quinn, Beven, Chevallier and Planchon (1991), Hydrological Processes 5, 59–79.
  package static let quinn = MultipleFlow(exponent: 1, weighsContour: true)
}

extension MultipleFlow: Dispersal {
  func receivers<H: Height>(of place: Int, on ground: borrowing Ground<H>, _ size: CellSize) -> UInt8 {
    let steps = ground.frame.steps
    var receivers: UInt8 = 0
    for way in 0..<8 where ground.drop(from: place, way, steps) > H.noDrop { receivers |= 1 << UInt8(way) }
    return receivers
  }

  func shares<H: Height>(of place: Int, on ground: borrowing Ground<H>, _ size: CellSize) -> Shares {
    let steps = ground.frame.steps
    var shares = Shares(repeating: 0)
    var steepest = 0.0
    for way in 0..<8 {
      let drop = ground.drop(from: place, way, steps)
      guard drop > H.noDrop else { continue }
      let distance = way >= 4 ? size.diagonal : way & 1 == 0 ? size.northward : size.eastward
      shares[way] = H.metres(of: drop) / distance
      steepest = max(steepest, shares[way])
    }
    for way in 0..<8 where shares[way] > 0 {
      // Relative to the steepest, no power is too small or too great for a number.
      if exponent != 1 { shares[way] = Portable.pow(shares[way] / steepest, exponent) }
      guard weighsContour else { continue }
      shares[way] *= way >= 4 ? size.diagonal / 4 : (way & 1 == 0 ? size.eastward : size.northward) / 2
    }
    return shares
  }
}
