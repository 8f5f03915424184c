import Grids
import Statistics
import Testing

@testable import Terrain

/// What of tiles is kept in files beside the results of the flow passes.
@Suite struct `Bytes of tiles` {
  static let layers = [
    AttributeLayer(.slope), AttributeLayer(.slope, .median), AttributeLayer(.ruggedness, .mode),
    AttributeLayer(.laplacian, .sum), AttributeLayer(.slope, .count),
  ]
  static let coarse = coarseGrid(121, rows: 4, columns: 4)

  static func attributes(_ world: World) throws -> TileAttributes {
    try TileAttributes(
      layers, tiling: Tiling(rows: 12, columns: 12, tileRows: 6, tileColumns: 6), spacing: world.spacing,
      minimumShare: 0.25)
  }

  static func parts(_ world: World) throws -> [CoarsePart] {
    try attributes(world).parts(
      of: world, onto: AlignedCells(.nested, of: world.geometry, in: coarse, weightedBy: world.spacing))
  }

  static func cut(_ kind: HeightKind, lakes: Bool, seed: UInt64 = 1) throws -> TileHeights {
    var world = World.steps(rows: 12, columns: 12, seed: seed)
    if lakes { world = world.withLakes(seed: seed) }
    return try attributes(world).cut(3, from: world, heights: Heights(world.heights, storedAs: kind))
  }

  @Test(arguments: HeightKind.allCases, [false, true])
  func `hold the heights of a tile as they were`(kind: HeightKind, lakes: Bool) throws {
    let cut = try Self.cut(kind, lakes: lakes)
    let read = try TileHeights(bytes: cut.bytes)
    #expect(read.bytes == cut.bytes)
    #expect(read.extent == cut.extent && read.around == cut.around && read.lakes == cut.lakes)
    #expect(areSame(read.heights.metres, cut.heights.metres) && read.heights.kind == kind)
    // Ten numbers of a byte for the rest, and a bit for each cell of lakes.
    #expect(cut.bytes.count == 5 + 10 + 49 * kind.bytes + (lakes ? 5 : 0))
    expectRefused(cut)
  }

  @Test func `hold what a tile makes of a coarse grid`() throws {
    for part in try Self.parts(World.smooth(rows: 12, columns: 12, seed: 2).onDegrees()) {
      let read = try CoarsePart(bytes: part.bytes)
      #expect(read.bytes == part.bytes)
      #expect(read.waiting == part.waiting && read.finished == part.finished && !part.waiting.isEmpty)
    }
    expectRefused(try Self.parts(World.steps(rows: 12, columns: 12, seed: 2))[2])
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `lead to no crash when they are damaged`(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, name: "damage")
    let world = World.smooth(rows: 12, columns: 12, seed: seed)
    let attributes = try Self.attributes(world)
    let assignment = try AlignedCells(.nested, of: world.geometry, in: Self.coarse, weightedBy: nil)
    func damaged(_ bytes: [UInt8]) -> [UInt8] {
      var changed = bytes
      for _ in 0...stream.below(2) { changed[5 + stream.below(bytes.count - 5)] = UInt8(stream.below(256)) }
      return changed
    }
    let cut = try Self.cut([.wholeMetres, .single, .double][Int(seed) - 1], lakes: true, seed: seed).bytes
    for _ in 0..<200 {
      guard let read = try? TileHeights(bytes: damaged(cut)) else { continue }
      _ = read.core
      _ = try? attributes.part(of: 3, heights: read, onto: assignment)
    }
    let parts = try Self.parts(world)
    var taken = 0
    for _ in 0..<400 {
      let place = stream.below(parts.count)
      guard let read = try? CoarsePart(bytes: damaged(parts[place].bytes)) else { continue }
      var merge = attributes.merge(onto: Self.coarse)
      for (index, part) in parts.enumerated() { try? merge.absorb(index == place ? read : part) }
      #expect(attributes.layers(of: merge).allSatisfy { $0.geometry == Self.coarse })
      taken += 1
    }
    // Numbers may change and still be numbers; the rest is refused.
    #expect((1..<400).contains(taken))
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `do not tell how a sum came about, however wide it is`(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, name: "wide")
    // Within what one window of 127 bits holds, at its edge, and far beyond.
    for span in [20, 70, 100, 1800] as [Double] {
      let terms = (0..<60).map { _ in
        let value = (stream.uniform() - 0.5) * Portable.pow(2, stream.uniform() * span - span / 2)
        return (term: ExactSum.term(of: value), weight: Int64(1 + stream.below(1 << 40)))
      }
      func cell(_ terms: some Sequence<(term: (significand: Int64, exponent: Int), weight: Int64)>) -> PartialCell {
        terms.reduce(into: PartialCell()) { cell, item in
          let total = RunTotal(
            run: 0, layer: 0, significand: item.term.significand, exponent: item.term.exponent, cells: 1, valid: 1)
          var one = PartialCell()
          _ = one.cell.add(total, share: CellRun.whole, weight: item.weight)
          cell.add(one)
        }
      }
      var (forwards, backwards) = (cell(terms), cell(terms[..<30]))
      backwards.add(cell(terms[30...].reversed()))
      let settled = forwards.settled(for: .mean)
      #expect(settled == backwards.settled(for: .mean))
      var writer = ByteWriter()
      writer.partial(settled, .mean)
      var reader = ByteReader(writer.bytes, of: "cell")
      var read = try reader.partial(.mean)
      try reader.end()
      #expect(read == settled)
      #expect(
        read.value(by: .mean, minimumShare: 0, cells: nil)
          == forwards.value(by: .mean, minimumShare: 0, cells: nil))
    }
  }

  @Test func `do not tell in which order values came`() {
    let values = [(3.0, 5), (1, 5), (3, 2), (-2, 7), (1, 2)].map { WeightedValue(value: $0, weight: Int64($1)) }
    #expect(
      PartialCell(values: values).settled(for: .median) == PartialCell(values: values.reversed()).settled(for: .median))
  }

  @Test func `of a sum that cancels are those of none`() {
    var cell = PartialCell()
    for value in [1e300, 1e-300, -1e300, -1e-300] {
      let term = ExactSum.term(of: value)
      var one = PartialCell()
      _ = one.cell.add(
        RunTotal(run: 0, layer: 0, significand: term.significand, exponent: term.exponent), share: 0, weight: 1)
      cell.add(one)
    }
    #expect(cell.settled(for: .sum) == PartialCell())
  }

  // MARK: Taking in

  @Test func `are taken in once, by the product of which they are a part`() throws {
    let world = World.smooth(rows: 12, columns: 12, seed: 3)
    let attributes = try Self.attributes(world)
    let parts = try Self.parts(world)
    var merge = attributes.merge(onto: Self.coarse)
    try merge.absorb(parts[0])
    let again = #expect(throws: CoarseMergeError.self) { try merge.absorb(parts[0]) }
    #expect(
      again?.description == """
        part of tile 0: error: the tile was there before
          Hand over each tile once.
        """)
    var wider = Self.coarse
    wider.columns += 1
    for other in [
      CoarseMerge([.mean], onto: Self.coarse, minimumShare: 0.25), attributes.merge(onto: wider),
      CoarseMerge(merge.rules, onto: Self.coarse, minimumShare: 0.3),
    ] {
      var other = other
      #expect(throws: CoarseMergeError(tile: 1, problem: .product)) { try other.absorb(parts[1]) }
    }
    // The same tile under another number: its cells are finished already.
    let first = parts[0]
    let double = CoarsePart(
      tile: 9, rules: first.rules, rows: first.rows, columns: first.columns, minimumShare: first.minimumShare,
      finished: first.finished, values: first.values, waiting: [])
    let cell = Self.coarse.cell(at: try #require(first.finished.first?.lowerBound))
    #expect(throws: CoarseMergeError(tile: 9, problem: .contradiction(cell))) { try merge.absorb(double) }
    // What was refused left nothing.
    for part in parts.dropFirst() { try merge.absorb(part) }
    #expect(attributes.layers(of: merge).map(\.bits) == (try attributes.merged(parts, onto: Self.coarse)))
  }

  // MARK: Heights

  @Test func `of heights are of the type in which they were stored`() throws {
    #expect(
      try Heights([1, .nan, -32767, .infinity] as [Float], storedAs: .wholeMetres)
        == .wholeMetres([1, .min, -32767, .min]))
    #expect(try Heights([1.5, -2] as [Double], storedAs: .single) == .single([1.5, -2]))
    #expect(try Heights([1.5, -2] as [Float], storedAs: .double) == .double([1.5, -2]))
    for (value, kind) in [(0.5, .wholeMetres), (-32768, .wholeMetres), (32768, .wholeMetres), (0.1, .single)]
      as [(Double, HeightKind)]
    {
      #expect(throws: HeightKindError(kind: kind, height: value, place: 1)) {
        try Heights([0, value], storedAs: kind)
      }
    }
    #expect(
      HeightKindError(kind: .wholeMetres, height: 0.5, place: 7).description == """
        heights, cell 7: error: 0.5 m is not a whole number of metres from -32767 to 32767
          Store these heights as 'single' or 'double'.
        """)
    let extent = TileExtent(firstRow: 0, firstColumn: 0, rows: 2, columns: 2)
    #expect(throws: TileError.self) { try TileHeights(.double([1, 2, 3]), of: extent, tile: extent) }
    #expect(throws: TileError.self) {
      try TileHeights(.double([1, 2, 3, 4]), of: extent, tile: extent, lakes: [true])
    }
    let outside = TileExtent(firstRow: 1, firstColumn: 0, rows: 2, columns: 1)
    #expect(throws: TileError.self) { try TileHeights(.double([1, 2, 3, 4]), of: extent, tile: outside) }
  }
}
