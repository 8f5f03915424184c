/// The course of every cell that has a lower neighbour; cells that touch the outside and have none end there.
///
/// A cell drains to the neighbour with the greatest drop per distance, where the three distances (east, north, corner)
/// are those of its row; the order of `Neighbour` decides ties. Among neighbours at one distance drops are compared,
/// which is the same and asks for fewer divisions. What remains undecided is level ground.
///
/// - Parameters:
///   - surface: framed heights without depressions; the frame holds the heights beyond a tile, none beyond the raster.
///   - courses: undecided but for voids and ends.
///   - rows: the size of the cells of each row.
/// - Reference: O'Callaghan and Mark (1984), Computer Vision, Graphics and Image Processing 28, 323–344.
func decideSteepest<H: Height>(
  _ surface: borrowing Field<H>, _ courses: borrowing Field<Course>, in frame: Frame, rows: some Collection<CellSize>
) {
  let steps = frame.steps
  for (row, cell) in rows.enumerated() {
    for place in frame.places(ofRow: row) {
      let course = courses[place].plain
      courses[place] = course
      guard course == .undecided else { continue }
      let height = surface[place]
      var touchesOutside = false
      var drops: (H.Drop, H.Drop, H.Drop) = (H.noDrop, H.noDrop, H.noDrop)
      var ways: (UInt8, UInt8, UInt8) = (8, 8, 8)
      for way in 0..<8 {
        let other = surface[place + steps[way]]
        if other.isNone {
          touchesOutside = true
          continue
        }
        let drop = height.drop(to: other)
        if way >= 4 {
          if drop > drops.2 { (drops.2, ways.2) = (drop, UInt8(truncatingIfNeeded: way)) }
        } else if way & 1 == 0 {
          if drop > drops.0 { (drops.0, ways.0) = (drop, UInt8(truncatingIfNeeded: way)) }
        } else {
          if drop > drops.1 { (drops.1, ways.1) = (drop, UInt8(truncatingIfNeeded: way)) }
        }
      }
      if ways.0 & ways.1 & ways.2 == 8 {
        if touchesOutside { courses[place] = .end }
        continue
      }
      let northward = H.metres(of: drops.0) / cell.northward
      let eastward = H.metres(of: drops.1) / cell.eastward
      let diagonal = H.metres(of: drops.2) / cell.diagonal
      var (steepest, way) = (northward, ways.0)
      if eastward > steepest || (eastward == steepest && ways.1 < way) { (steepest, way) = (eastward, ways.1) }
      if diagonal > steepest { way = ways.2 }
      courses[place] = Course(bits: way)
    }
  }
}
