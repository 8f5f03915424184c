import Statistics

/// All water to the one or two neighbours beside the direction in which the ground falls most steeply (D∞).
///
/// Of the eight triangles of a cell with a side neighbour and a corner neighbour it is the one that falls most steeply,
/// of equally steep ones the first, corners clockwise from the north-east and of the sides of a corner the first
/// clockwise. The direction lies within the triangle; it is shared by its angles to the two neighbours. On cells that are
/// not square the angle between side and corner is the cell's own. A triangle with one neighbour missing has only the
/// other's direction.
///
/// - Reference: Tarboton (1997), Water Resources Research 33, 309–319.
struct InfiniteDirections: Dispersal {
  /// The steepest triangle of a cell.
  private struct Triangle {
    /// m/m; 0 where the ground falls nowhere.
    var slope = 0.0
    var side = 0
    var corner = 4
    /// The fall towards the side, and across it towards the corner, m/m; the direction lies within where both are
    /// positive.
    var ahead = 0.0
    var across = 0.0
    /// Whether all water goes to the corner, where the direction does not lie within.
    var isCorner = false
  }

  private func steepest<H: Height>(of place: Int, on ground: borrowing Ground<H>, _ size: CellSize) -> Triangle {
    let steps = ground.frame.steps
    let surface = ground.surface[place]
    var best = Triangle()
    for corner in 4..<8 {
      let far = ground.surface[place + steps[corner]]
      let toCorner = far.isNone ? 0 : H.metres(of: surface.drop(to: far)) / size.diagonal
      for side in [corner - 4, (corner - 3) & 3] {
        let near = ground.surface[place + steps[side]]
        let (length, width) = side & 1 == 0 ? (size.northward, size.eastward) : (size.eastward, size.northward)
        let ahead = near.isNone ? 0 : H.metres(of: surface.drop(to: near)) / length
        let across = near.isNone || far.isNone ? 0 : H.metres(of: near.drop(to: far)) / width
        if ahead > 0, across > 0, across * length < ahead * width {
          let slope = (ahead * ahead + across * across).squareRoot()
          if slope > best.slope {
            best = Triangle(slope: slope, side: side, corner: corner, ahead: ahead, across: across)
          }
        } else if max(ahead, toCorner) > best.slope {
          best = Triangle(
            slope: max(ahead, toCorner), side: side, corner: corner, isCorner: toCorner > ahead)
        }
      }
    }
    return best
  }

  func receivers<H: Height>(of place: Int, on ground: borrowing Ground<H>, _ size: CellSize) -> UInt8 {
    let triangle = steepest(of: place, on: ground, size)
    let (side, corner) = (UInt8(1) << UInt8(triangle.side), UInt8(1) << UInt8(triangle.corner))
    return triangle.across > 0 ? side | corner : triangle.isCorner ? corner : side
  }

  func shares<H: Height>(of place: Int, on ground: borrowing Ground<H>, _ size: CellSize) -> Shares {
    let triangle = steepest(of: place, on: ground, size)
    var shares = Shares(repeating: 0)
    guard triangle.across > 0 else {
      shares[triangle.isCorner ? triangle.corner : triangle.side] = 1
      return shares
    }
    let (length, width) = triangle.side & 1 == 0 ? (size.northward, size.eastward) : (size.eastward, size.northward)
    let part = Portable.atan2(triangle.across, triangle.ahead) / Portable.atan2(width, length)
    shares[triangle.side] = max(0, 1 - part)
    shares[triangle.corner] = part
    return shares
  }
}
