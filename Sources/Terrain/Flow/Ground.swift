/// Framed heights, and where the water of each cell goes as far as it is known.
///
/// Made dry; flooding wets it and raises it to its filled heights, then its courses are decided.
struct Ground<H: Height>: ~Copyable {
  let frame: Frame
  /// The frame holds the filled heights beyond a tile, and none beyond the raster.
  let surface: Field<H>
  let courses: Field<Course>

  /// - Parameters:
  ///   - cells: the heights, row by row.
  ///   - lakes: the cells where water ends; `nil` for none.
  init(_ cells: [H], lakes: [Bool]?, in frame: Frame) {
    self.frame = frame
    surface = Field(count: frame.count, repeating: .none)
    courses = Field(count: frame.count, repeating: .void)
    var next = 0
    for row in 0..<frame.rows {
      for place in frame.places(ofRow: row) {
        let height = cells[next]
        if !height.isNone {
          surface[place] = height
          courses[place] = .dry
        }
        next += 1
      }
    }
    guard let lakes else { return }
    next = 0
    for row in 0..<frame.rows {
      for place in frame.places(ofRow: row) {
        if lakes[next], courses[place] == .dry { courses[place] = .dryEnd }
        next += 1
      }
    }
  }

  /// Whether a dry cell touches a place without a height, before any water has come.
  @inline(__always)
  func touchesVoid(_ place: Int, _ steps: Steps) -> Bool {
    var all = Course.dry.bits
    for step in 0..<8 { all &= courses[place + steps[step]].bits }
    return !Course(bits: all).isDry
  }

  /// The lowest and the highest of the surface; `nil` without any height.
  var levels: ClosedRange<H>? {
    var range: ClosedRange<H>?
    for row in 0..<frame.rows {
      let places = frame.places(ofRow: row)
      guard let first = places.first(where: { !surface[$0].isNone }) else { continue }
      var (lowest, highest) = (surface[first], surface[first])
      for place in places where !surface[place].isNone {
        lowest = min(lowest, surface[place])
        highest = max(highest, surface[place])
      }
      range = min(lowest, range?.lowerBound ?? lowest)...max(highest, range?.upperBound ?? highest)
    }
    return range
  }

  /// Fills every depression to the level at which it spills over the edge, into a void or to a cell where water ends.
  func flood() {
    guard let levels else { return }
    let queue = H.Queue(levels: levels, places: frame.count)
    let steps = frame.steps
    for row in 0..<frame.rows {
      for place in frame.places(ofRow: row) where courses[place].isDry {
        if courses[place] == .dryEnd || touchesVoid(place, steps) { begin(at: place, in: queue) }
      }
    }
    var trail = NoTrail()
    Terrain.flood(surface, courses, in: frame, from: queue, trail: &trail)
  }

  /// Lets water begin at a dry cell, at its own height.
  @inline(__always)
  func begin(at place: Int, in queue: H.Queue) {
    courses[place] = courses[place].queued
    queue.insert(place, at: surface[place])
  }

  /// The surface within the frame.
  func open() -> [H] {
    var cells: [H] = []
    cells.reserveCapacity(frame.rows * frame.columns)
    for row in 0..<frame.rows {
      for place in frame.places(ofRow: row) { cells.append(surface[place]) }
    }
    return cells
  }
}
