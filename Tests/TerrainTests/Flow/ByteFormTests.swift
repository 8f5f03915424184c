import Statistics
import Testing

@testable import Terrain

@Suite struct `What is kept between passes` {
  /// The results of all passes over one tile of nine.
  struct Kept {
    let plan: FlowPlan
    let heights: Heights
    let survey: RimSurvey
    let levels: RimLevels
    let descent: Descent
    let flats: BorderFlats
    let steps: RimSteps
    let links: RimLinks
    let inflow: RimInflow
    let drainage: RimDrainage
    let beyond: BeyondDrainage

    init(seed: UInt64) throws {
      let world = World.steps(rows: 24, columns: 24, seed: seed)
      let plan = try FlowPlan(
        tiling: Tiling(rows: 24, columns: 24, tileRows: 8, tileColumns: 8), spacing: world.spacing,
        options: TerrainOptions(closedBasins: ClosedBasins(minimumDepth: 2), channelCells: 30))
      let tiles = (0..<9).map { tile in
        let extent = plan.tiling.extent(of: tile)
        return Heights(
          narrowing: extent.rowRange.flatMap {
            world.heights[$0 * 24 + extent.firstColumn..<$0 * 24 + extent.firstColumn + 8]
          })
      }
      let surveys = try tiles.indices.map { try plan.survey($0, heights: tiles[$0]) }
      let levels = try plan.spillLevels(surveys)
      let descents = try tiles.indices.map { try plan.descend($0, heights: tiles[$0], levels: #require(levels[$0])) }
      let steps = try plan.flatSteps(levels, descents.map(\.1))
      let links = try tiles.indices.map {
        try plan.link(
          $0, heights: tiles[$0], descent: descents[$0].0, levels: #require(levels[$0]), steps: #require(steps[$0]))
      }
      self.plan = plan
      heights = tiles[4]
      survey = surveys[4]
      self.levels = try #require(levels[4])
      (descent, flats) = descents[4]
      self.steps = try #require(steps[4])
      self.links = links[4]
      let inflow = try plan.inflows(links)
      let rims = try tiles.indices.map {
        try plan.drainage(
          $0, heights: tiles[$0], descent: descents[$0].0, levels: #require(levels[$0]), steps: #require(steps[$0]),
          inflow: #require(inflow[$0]))
      }
      self.inflow = try #require(inflow[4])
      drainage = rims[4]
      beyond = try #require(try plan.drainages(rims)[4])
    }

    var all: [any ByteForm & Hashable & Sendable] {
      [
        survey, AreaQueries(queries: [AreaQuery(basin: 2, level: 17.5), AreaQuery(basin: 0, level: -3)]),
        AreaCensus(areas: [0, 900, 1 << 40]), levels, descent, flats, steps, links, inflow, drainage, beyond,
      ]
    }

    /// Goes on with what was read from bytes, as far as it can; what it has become may be refused, and no more.
    func goOn<Form: ByteForm>(with form: Form) {
      var others = [RimSurvey?](repeating: nil, count: 9)
      switch form {
      case let survey as RimSurvey:
        others[4] = survey
        _ = try? plan.spillLevels(others)
      case let queries as AreaQueries: _ = try? plan.census(4, heights: heights, queries: queries.queries)
      case let census as AreaCensus:
        others[4] = survey
        _ = try? plan.spillLevels(others, census: others.map { $0 == nil ? [] : census.areas })
      case let levels as RimLevels:
        _ = try? plan.descend(4, heights: heights, levels: levels)
        try? products(levels: levels)
      case let descent as Descent: try? products(descent: descent)
      case let flats as BorderFlats:
        _ = try? plan.flatSteps(
          (0..<9).map { $0 == 4 ? levels : nil }, (0..<9).map { $0 == 4 ? flats : nil })
      case let steps as RimSteps: try? products(steps: steps)
      case let links as RimLinks: _ = try? plan.inflows((0..<9).map { $0 == 4 ? links : nil })
      case let inflow as RimInflow: try? products(inflow: inflow)
      case let drainage as RimDrainage: _ = try? plan.drainages((0..<9).map { $0 == 4 ? drainage : nil })
      case let beyond as BeyondDrainage: try? products(beyond: beyond)
      default: Issue.record("an unknown form")
      }
    }

    private func products(
      levels: RimLevels? = nil, descent: Descent? = nil, steps: RimSteps? = nil, inflow: RimInflow? = nil,
      beyond: BeyondDrainage? = nil
    ) throws {
      let (levels, descent, steps) = (levels ?? self.levels, descent ?? self.descent, steps ?? self.steps)
      _ = try plan.link(4, heights: heights, descent: descent, levels: levels, steps: steps)
      let inflow = inflow ?? self.inflow
      _ = try plan.drainage(4, heights: heights, descent: descent, levels: levels, steps: steps, inflow: inflow)
      try plan.forEachRow(
        of: [.accumulation, .slopeLength, .slopePosition], in: 4, heights: heights, descent: descent, levels: levels,
        steps: steps, inflow: inflow, drainage: beyond ?? self.beyond
      ) { _, _, _ in }
    }
  }

  private func again<Form: ByteForm & Hashable>(_ form: Form) throws {
    let bytes = form.bytes
    // NaN is not itself, so values are compared by their bytes.
    #expect(try Form(bytes: bytes).bytes == bytes)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `is the same after it was bytes`(seed: UInt64) throws {
    for form in try Kept(seed: seed).all { try again(form) }
  }

  @Test func `is refused when it is cut off, too long or of another version`() throws {
    for form in try Kept(seed: 1).all { expectRefused(form) }
    #expect(throws: ByteFormError.self) { try RimLevels(bytes: try Kept(seed: 1).survey.bytes) }
    let error = #expect(throws: ByteFormError.self) { try RimSteps(bytes: [UInt8]("step".utf8) + [2]) }
    #expect(
      error?.description == """
        step, byte 5: error: version 2, and version 1 is known
          Run the pass that made them again.
        """)
  }

  /// - Returns: how many of sixty changed forms were refused.
  private func change<Form: ByteForm>(_ form: Form, _ kept: Kept, _ stream: inout RandomStream) -> Int {
    let bytes = form.bytes
    var refused = 0
    for _ in 0..<60 {
      var changed = bytes
      for _ in 0...stream.below(2) { changed[5 + stream.below(bytes.count - 5)] = UInt8(stream.below(256)) }
      if let read = try? Form(bytes: changed) { kept.goOn(with: read) } else { refused += 1 }
    }
    return refused
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `leads to no crash when it is damaged`(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, name: "damage")
    let kept = try Kept(seed: seed)
    let refused = kept.all.map { change($0, kept, &stream) }
    // A number that became another is still one; but no form takes whatever comes, save one of nothing but numbers.
    #expect(refused.reduce(0, +) > 60 && refused.reduce(0, +) < 60 * kept.all.count)
  }
}

/// Expects that a value is read from its own bytes only, whole and of its version.
func expectRefused<Form: ByteForm>(_ form: Form) {
  let bytes = form.bytes
  for count in 0..<bytes.count {
    #expect(throws: ByteFormError.self) { try Form(bytes: Array(bytes[..<count])) }
  }
  #expect(throws: ByteFormError.self) { try Form(bytes: bytes + [0]) }
  var other = bytes
  other[4] = 9
  #expect(throws: ByteFormError.self) { try Form(bytes: other) }
}
