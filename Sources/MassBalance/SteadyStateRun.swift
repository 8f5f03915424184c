import Statistics

/// The steady states of a run of cells, which are solved together.
///
/// Every cell comes out as `SteadyState` gives it, to the same bits. The steps of the solution go over the run one
/// after the other, each a short loop that the compiler makes of vector instructions, between columns in the first
/// cache. Used by one thread at a time.
package struct SteadyStateRun: ~Copyable {
  /// The most cells of a run.
  package static let capacity = 64

  /// The columns of the run, `capacity` numbers each.
  private enum Column: Int, CaseIterable {
    case water, wind, curvature, bedrock
    case h0, lnSupply, erosion, loss, depth, thickness, saprolite
  }

  private let memory: UnsafeMutablePointer<Double>
  /// Flags as wide as the numbers that decide them, and as they are read.
  private let wideFlags: UnsafeMutablePointer<UInt64>
  private let rawFlags: UnsafeMutablePointer<UInt16>
  /// How many cells were solved last.
  package private(set) var count = 0

  package init() {
    memory = .allocate(capacity: Column.allCases.count * Self.capacity)
    memory.initialize(repeating: 0, count: Column.allCases.count * Self.capacity)
    wideFlags = .allocate(capacity: Self.capacity)
    wideFlags.initialize(repeating: 0, count: Self.capacity)
    rawFlags = .allocate(capacity: Self.capacity)
    rawFlags.initialize(repeating: 0, count: Self.capacity)
  }

  deinit {
    memory.deallocate()
    wideFlags.deallocate()
    rawFlags.deallocate()
  }

  // MARK: What was found, valid until the next run

  /// E before any floor, m a⁻¹; not finite where a covariate or parameters are missing.
  package var erosion: UnsafeBufferPointer<Double> { found(.erosion) }
  /// *h* after the rules, m; NaN where there is none.
  package var thickness: UnsafeBufferPointer<Double> { found(.thickness) }
  /// DTB − h, m; NaN without either.
  package var saprolite: UnsafeBufferPointer<Double> { found(.saprolite) }
  /// Raw values of `QualityFlags`.
  package var flags: UnsafeBufferPointer<UInt16> { UnsafeBufferPointer(start: rawFlags, count: count) }

  private func found(_ column: Column) -> UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(start: self[column], count: count)
  }

  private subscript(column: Column) -> UnsafeMutablePointer<Double> { memory + column.rawValue * Self.capacity }

  // MARK: Solving

  /// Solves `cells` of a map.
  ///
  /// - Parameters:
  ///   - cells: at most `capacity`, all within the map.
  ///   - zones: the code of each cell of the map, by which `model` finds its parameters.
  package mutating func solve(
    _ cells: Range<Int>, of forcing: borrowing ForcingLayers, zones: [UInt8], by model: borrowing ZonedModel
  ) {
    precondition(
      cells.count <= Self.capacity && cells.lowerBound >= 0 && cells.upperBound <= min(forcing.count, zones.count),
      "cells \(cells) in runs of \(Self.capacity) of a map of \(forcing.count) with \(zones.count) zones")
    count = cells.count
    take(forcing.waterErosion, cells, .water)
    take(forcing.windErosion, cells, .wind)
    let scale = -forcing.curvatureScale
    take(.layer(forcing.laplacian), cells, .curvature) { scale * $0 }
    take(forcing.depthToBedrock.map { .layer($0) } ?? .constant(.nan), cells, .bedrock) { CellRules.known($0) }
    forcing.energy.withUnsafeBufferPointer { energy in
      zones.withUnsafeBufferPointer { zones in
        balance(
          UnsafeBufferPointer(rebasing: energy[cells]), UnsafeBufferPointer(rebasing: zones[cells]), model)
      }
    }
    applyRules(model.rules)
  }

  /// Fills a column from a layer.
  @inline(__always)
  private func take(
    _ loss: ForcingLayers.Loss, _ cells: Range<Int>, _ column: Column, _ transform: (Double) -> Double = { $0 }
  ) {
    let column = self[column]
    switch loss {
    case .constant(let value): column.update(repeating: transform(value), count: count)
    case .layer(let values):
      values.withUnsafeBufferPointer { values in
        let run = UnsafeBufferPointer(rebasing: values[cells])
        for cell in 0..<run.count { column[cell] = transform(Double(run[cell])) }
      }
    }
  }

  /// Erosion and the supply of each cell with the parameters of its zone, two cells at a time: parameters come from
  /// anywhere, and the compiler would fetch them one by one.
  private func balance(
    _ energy: UnsafeBufferPointer<Double>, _ zones: UnsafeBufferPointer<UInt8>, _ model: borrowing ZonedModel
  ) {
    let lnDensityRatio = SIMD2(repeating: model.lnDensityRatio)
    model.zones.withUnsafeBufferPointer { table in
      func balance(_ cell: Int, beside next: Int) {
        let (one, other) = (table[Int(zones[cell])], table[Int(zones[next])])
        let density = SIMD2(one.tenfoldDensity, other.tenfoldDensity)
        let water: SIMD2<Double> = SIMD2(one.alpha, other.alpha) * pair(.water, cell) / density
        let wind: SIMD2<Double> = SIMD2(one.beta, other.beta) * pair(.wind, cell) / density
        let creep: SIMD2<Double> = SIMD2(one.diffusivity, other.diffusivity) * pair(.curvature, cell)
        let gravity: SIMD2<Double> = SIMD2(one.gamma, other.gamma) * creep
        let erosion: SIMD2<Double> = water + wind + gravity
        put(erosion, .erosion, cell)
        let rise: SIMD2<Double> = SIMD2(one.b, other.b) * SIMD2(energy[cell], energy[next])
        let lnProduction: SIMD2<Double> = SIMD2(one.lnA, other.lnA) + rise
        let lnSupply: SIMD2<Double> = lnDensityRatio + lnProduction
        // As CellRules.complete has it.
        put(lnSupply + (erosion - erosion), .lnSupply, cell)
        put(SIMD2(one.h0, other.h0), .h0, cell)
      }
      var cell = 0
      while cell &+ 1 < count {
        balance(cell, beside: cell &+ 1)
        cell &+= 2
      }
      // The last of an odd number of cells is its own neighbour.
      if cell < count { balance(cell, beside: cell) }
    }
  }

  @inline(__always)
  private func pair(_ column: Column, _ cell: Int) -> SIMD2<Double> {
    UnsafeRawPointer(self[column] + cell).loadUnaligned(as: SIMD2<Double>.self)
  }

  @inline(__always)
  private func put(_ values: SIMD2<Double>, _ column: Column, _ cell: Int) {
    UnsafeMutableRawPointer(self[column] + cell).storeBytes(of: values, as: SIMD2<Double>.self)
  }

  private func applyRules(_ rules: CellRules) {
    let (erosion, lnSupply, h0) = (self[.erosion], self[.lnSupply], self[.h0])
    let (loss, bedrock, depth) = (self[.loss], self[.bedrock], self[.depth])
    let (thickness, saprolite) = (self[.thickness], self[.saprolite])
    for cell in 0..<count { loss[cell] = rules.loss(erosion[cell]) }
    Portable.logOfNormal(inPlace: UnsafeMutableBufferPointer(start: loss, count: count))
    for cell in 0..<count {
      depth[cell] = rules.depth(
        CellRules.balance(h0[cell], lnSupply[cell], loss[cell]), erosion: erosion[cell], lnSupply: lnSupply[cell],
        bedrock: bedrock[cell])
      thickness[cell] = CellRules.bounded(depth[cell], bedrock: bedrock[cell])
      saprolite[cell] = bedrock[cell] - thickness[cell]
    }
    for cell in 0..<count {
      wideFlags[cell] = rules.flags(
        depth: depth[cell], erosion: erosion[cell], lnSupply: lnSupply[cell], bedrock: bedrock[cell])
    }
    for cell in 0..<count { rawFlags[cell] = UInt16(truncatingIfNeeded: wideFlags[cell]) }
  }
}
