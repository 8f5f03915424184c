import Grids
import Testing

@testable import Terrain

@Suite struct `A cell without a height` {
  let none = Double.nan
  let sizes = [CellSize](repeating: CellSize(eastward: 30, northward: 40), count: 3)

  func filled(_ heights: [Double], reach: Int, kind: HeightKind = .double) -> (heights: [Double], count: Int) {
    var filled = heights
    VoidFilling(reach: reach, kind: kind).fill(&filled, rows: 0..<3, columns: 0..<heights.count / 3, sizes: sizes)
    return (filled, zip(heights, filled).count { !$0.isFinite && $1.isFinite })
  }

  /// Sides at 30 and 40 m, corners at 50 m.
  @Test func `gets the mean of the heights around it, weighted by the inverse of their distances`() {
    let (heights, count) = filled([50, 40, 50, 30, none, 60, 50, 20, 50], reach: 1)
    let (sides, ends, corners) = (90.0 / 30, 60.0 / 40, 200.0 / 50)
    let weights = 2.0 / 30 + 2.0 / 40 + 4.0 / 50
    #expect(count == 1)
    #expect((heights[4] - (sides + ends + corners) / weights).magnitude < 1e-12)
  }

  /// On a plane every pair has the plane's height in its middle.
  @Test func `lies on the plane of its neighbours`() {
    let plane: [Double] = (0..<21).map { place in Double(7 * (place / 7) - 3 * (place % 7)) }
    for place in [8, 10, 12] {
      var heights = plane
      heights[place] = none
      #expect((filled(heights, reach: 2).heights[place] - plane[place]).magnitude < 1e-12)
    }
  }

  @Test func `stays without one where the ground on one side is too far or unknown`() {
    let row = [10.0, none, none, none, 50]
    let gap = [none, none, none, none, none]
    #expect(filled(gap + row + gap, reach: 2).count == 1)
    #expect(filled(gap + row + gap, reach: 2).heights[7] == 30)
    #expect(filled(gap + row + gap, reach: 1).count == 0)
    // Heights on one side alone, however many, fill nothing.
    #expect(filled([1, 1, none, 1, 1, none, 1, 1, none], reach: 9).count == 0)
  }

  @Test func `is not filled from what was filled`() {
    let row = [10.0, none, none, none, none, none, 50]
    let gap = [Double](repeating: none, count: 7)
    #expect(filled(gap + row + gap, reach: 3).count == 1)
  }

  @Test func `is rounded where heights are whole metres`() {
    let gap = [none, none, none]
    #expect(filled(gap + [10, none, 13] + gap, reach: 1, kind: .wholeMetres).heights[4] == 12)
  }

  @Test func `gets in a window what it gets in the whole`() {
    let whole: [Double] = (0..<21).map { place in place % 5 == 0 ? .infinity : Double(place * place % 37) }
    let (all, _) = filled(whole, reach: 2)
    for column in 0..<7 {
      let window = max(0, column - 2)..<min(7, column + 3)
      var part = (0..<3).flatMap { row in window.map { whole[row * 7 + $0] } }
      let inner = column - window.lowerBound
      VoidFilling(reach: 2, kind: .double).fill(&part, rows: 0..<3, columns: inner..<inner + 1, sizes: sizes)
      for row in 0..<3 {
        let (one, other) = (part[row * window.count + inner], all[row * 7 + column])
        #expect(one == other)
      }
    }
  }
}
