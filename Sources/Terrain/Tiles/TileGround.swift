extension Ground {
  /// The ground of a tile as the passes before left it: filled, in the frame of what lies around, every course decided.
  init(
    _ tile: Int, _ cells: [H], _ descent: Descent, _ levels: RimLevels, _ steps: RimSteps, in frame: Frame
  ) throws(FlowError) {
    self.init(cells, lakes: nil, in: frame)
    let border = frame.border
    for (place, level) in zip(border, levels.beyond) { surface[place] = H(metres: level) }
    for run in descent.raised {
      guard run.first >= 0, run.count >= 0, Int(run.first) + Int(run.count) <= cells.count else {
        throw FlowError(.tile(tile), .contradiction("what was raised lies outside of it"))
      }
      for cell in Int(run.first)..<Int(run.first) + Int(run.count) {
        surface[frame.place(ofCell: cell)] = H(metres: run.level)
      }
    }
    var cell = 0
    for row in 0..<frame.rows {
      for place in frame.places(ofRow: row) {
        let course = Course(bits: descent.courses[cell])
        guard (courses[place] == .void) == (course == .void), course.isDecided || course == .void || course == .border
        else { throw FlowError(.tile(tile), .contradiction("the courses are not those of its heights")) }
        courses[place] = course == .border ? .undecided : course
        cell += 1
      }
    }
    var beyond: [FrameStep] = []
    for step in steps.steps {
      guard border.indices.contains(Int(step.index)), step.steps >= 0, step.steps >= beyond.last?.steps ?? 0 else {
        throw FlowError(.tile(tile), .contradiction("the steps around it are not in order"))
      }
      beyond.append(FrameStep(place: border[Int(step.index)], steps: Int(step.steps)))
    }
    decideFlats(surface, courses, in: frame, beyond: beyond)
    for row in 0..<frame.rows {
      for place in frame.places(ofRow: row) where courses[place] == .undecided {
        throw FlowError(.tile(tile), .contradiction("level ground in it has no way out"))
      }
    }
  }
}

extension FlowPlan {
  /// Throws unless what the passes before told of a tile fits its heights.
  func check(_ tile: Int, _ heights: Heights, _ descent: Descent, _ levels: RimLevels) throws(FlowError) {
    try check(tile, heights.count, "heights")
    try check(tile, descent.courses.count, "courses")
    try check(tile, levels, heights)
  }
}
