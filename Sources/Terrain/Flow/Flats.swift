/// A place in the frame of a tile that is level ground in a neighbouring tile.
struct FrameStep: Hashable, Sendable {
  var place: Int
  /// Steps over the level ground to the nearest cell that drains elsewhere; 0 for such a cell itself.
  var steps: Int
}

/// Lets level ground drain, from the cells with a way out inward.
///
/// A cell of a flat drains to the equally high neighbour that is the fewest steps from a cell of the flat that drains
/// elsewhere; the order of `Neighbour` decides ties. Along any path (height, steps left) falls in lexicographic order,
/// so no path comes back to a cell. The rule knows the surface alone, and neither the order of the work nor how the
/// raster is cut.
///
/// - Parameters:
///   - surface: framed heights without depressions.
///   - courses: decided for the cells with a lower neighbour, `undecided` for level ground.
///   - beyond: where the raster is a tile, the places of the frame whose steps are known, fewest first.
///   - reached: called for each cell of a flat with its steps, fewest first.
/// - Reference: Garbrecht and Martz (1997), Journal of Hydrology 193, 204–213, the gradient towards lower terrain.
func decideFlats<H: Height>(
  _ surface: borrowing Field<H>, _ courses: borrowing Field<Course>, in frame: Frame, beyond: [FrameStep] = [],
  reached: (_ place: Int, _ steps: Int) -> Void = { _, _ in }
) {
  let steps = frame.steps
  // The cells of a flat that lie one step further from its way out than those before.
  var shore: [Int32] = []
  for row in 0..<frame.rows {
    for place in frame.places(ofRow: row) where courses[place] == .undecided {
      for step in 0..<8 {
        let other = place + steps[step]
        if courses[other].isDecided, surface[other] == surface[place] {
          courses[place] = .waiting
          shore.append(Int32(truncatingIfNeeded: place))
          break
        }
      }
    }
  }
  var distance = 1
  var entered = 0
  var further: [Int32] = []
  while !shore.isEmpty || entered < beyond.count {
    if shore.isEmpty { distance = beyond[entered].steps + 1 }
    while entered < beyond.count, beyond[entered].steps < distance {
      courses[beyond[entered].place] = .end
      shore.enlist(around: beyond[entered].place, surface, courses, steps)
      entered += 1
    }
    // Chosen from the cells decided before, and not decided until all of this distance have chosen.
    for here in shore {
      let place = Int(here)
      for step in 0..<8 {
        let other = place + steps[step]
        if courses[other].isDecided, surface[other] == surface[place] {
          courses[place] = Course(bits: UInt8(truncatingIfNeeded: step)).queued
          break
        }
      }
    }
    for here in shore {
      let place = Int(here)
      courses[place] = courses[place].plain
      reached(place, distance)
      further.enlist(around: place, surface, courses, steps)
    }
    swap(&shore, &further)
    further.removeAll(keepingCapacity: true)
    distance += 1
  }
  for step in beyond { courses[step.place] = .void }
}

extension [Int32] {
  /// Appends the undecided cells of a flat around one of its places, which lies in the frame or within it.
  @inline(__always)
  fileprivate mutating func enlist<H: Height>(
    around place: Int, _ surface: borrowing Field<H>, _ courses: borrowing Field<Course>, _ steps: Steps
  ) {
    for step in 0..<8 {
      let other = place + steps[step]
      guard other >= 0, other < courses.count, courses[other] == .undecided, surface[other] == surface[place] else {
        continue
      }
      courses[other] = .waiting
      append(Int32(truncatingIfNeeded: other))
    }
  }
}
