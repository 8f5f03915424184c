/// What the water that spreads over a surface leaves behind besides its level.
protocol FloodTrail: ~Copyable {
  /// Water reaches `next` from its neighbour `place`.
  func spread(from place: Int, to next: Int, isOutlet: Bool)
  /// Water begins to spread at `place`.
  mutating func begin(at place: Int, isOutlet: Bool)
}

/// Nothing but the level.
struct NoTrail: FloodTrail {
  @inline(__always) func spread(from place: Int, to next: Int, isOutlet: Bool) {}
  @inline(__always) func begin(at place: Int, isOutlet: Bool) {}
}

/// Raises every depression to the level at which it spills.
///
/// The height of a cell becomes the least, over all paths of neighbours to a place in the queue, of the highest cell on
/// the path, the level in the queue included. Nothing is added to make flats drain; the answer is unique and does not
/// depend on the order of the work.
///
/// From a cell that water has reached, all ground that rises without a break is reached at its own height, in whatever
/// order; only cells with ground below them that is still dry wait in the queue for their level.
///
/// - Parameters:
///   - surface: framed heights, which become the filled heights.
///   - courses: which cells are dry, and which of them are queued; all that a path leads to are wet at the end.
///   - queue: where the water begins, with its level there.
/// - Complexity: O(n) for whole metres, O(n log n) for others, where n log n counts the cells that wait.
/// - Reference: Barnes, Lehman and Mulla (2014), Computers & Geosciences 62, 117–127; for the ground that rises Zhou,
///   Sun and Fu (2016), Computers & Geosciences 90, 87–96.
func flood<H: Height, Trail: FloodTrail & ~Copyable>(
  _ surface: borrowing Field<H>, _ courses: borrowing Field<Course>, in frame: Frame, from queue: H.Queue,
  trail: inout Trail
) {
  let steps = frame.steps
  var pond: [Int32] = []
  var rising: [Int32] = []
  while let (first, level) = queue.removeLowest() {
    let course = courses[first]
    if course.isDry {
      courses[first] = course.wet
      surface[first] = level
      trail.begin(at: first, isOutlet: course.isOutlet)
    }
    pond.append(Int32(truncatingIfNeeded: first))
    // Everything in the pond lies at this level: its cells need no sorting.
    while let here = pond.popLast() {
      let place = Int(here)
      for step in 0..<8 {
        let next = place + steps[step]
        let course = courses[next]
        guard course.isDry else { continue }
        courses[next] = course.wet
        trail.spread(from: place, to: next, isOutlet: course.isOutlet)
        if surface[next] <= level {
          surface[next] = level
          pond.append(Int32(truncatingIfNeeded: next))
          continue
        }
        rising.append(Int32(truncatingIfNeeded: next))
        while let here = rising.popLast() {
          let place = Int(here)
          let height = surface[place]
          var staysDry = false
          for step in 0..<8 {
            let next = place + steps[step]
            let course = courses[next]
            guard course.isDry else { continue }
            if surface[next] >= height {
              courses[next] = course.wet
              trail.spread(from: place, to: next, isOutlet: course.isOutlet)
              rising.append(Int32(truncatingIfNeeded: next))
            } else {
              staysDry = true
            }
          }
          if staysDry, !courses[place].isQueued {
            courses[place] = courses[place].queued
            queue.insert(place, at: height)
          }
        }
      }
    }
  }
}
