import Testing

@testable import Figures

private typealias Point = CurvePanels.Point

private let red = LegendEntry("red", Colour(200, 0, 0))

private func panel(
  _ points: [Point], scale: CurvePanels.Scale = .linear, isLogarithmicUpwards: Bool = false, hasDots: Bool = false,
  rug: [Double] = [], marks: [CurvePanels.Mark] = []
) -> CurvePanels.Panel {
  .init(
    "A name", horizontalLabel: "x (m)", verticalLabel: "y (m)",
    curves: [.init(points, legend: red, hasDots: hasDots)], scale: scale, isLogarithmicUpwards: isLogarithmicUpwards,
    rug: rug, marks: marks)
}

/// Some panels with all that is long, small, large, or missing.
private let crowded: [CurvePanels.Panel] = [
  .init(
    "A covariate whose name goes on and on until it needs far more than the two lines that a panel has for it, and on",
    horizontalLabel: "Production of solum by weathering and by dust that settles on the ground (m a⁻¹)",
    verticalLabel: "A title of the vertical axis that is longer than any of the panels is high, and then longer (m)",
    curves: [.init((0..<30).map { Point(1e-4 + Double($0) * 1e-6, -5000 - Double($0) / 1000) }, legend: red)],
    marks: [.init(1.1e-4, label: "k = 8"), .init(1.11e-4, label: "published"), .init(1.29e-4, label: "the last")]),
  panel(
    (0..<17).map { Point(Double($0), 12_345_678 + Double($0)) }, scale: .classes((0..<17).map { "Land cover \($0)" })),
  panel((0..<3).map { Point(Double($0), 1) }, scale: .classes(["Wet", "Warm meadow", "Dry"])),
  panel((-9...7).map { Point(Double($0) * 1e6, Double($0) * 1e-9) }),
  panel([Point(1e-12, 1e12), Point(1e12, 1e-12)], scale: .logarithmic, isLogarithmicUpwards: true),
  panel([Point(.nan, 1)]),
  panel([Point(0, 4), Point(90, 5), Point(200, 3)], scale: .circular),
  panel((2...12).map { Point(Double($0), 0.5, lower: 0.4, upper: 0.7) }, hasDots: true, marks: [.init(8, label: "8")]),
]

private func figure(_ panels: [CurvePanels.Panel], sharesVertical: Bool = false) -> CurvePanels {
  CurvePanels(title: "A title", subtitle: "A subtitle", panels: panels, sharesVertical: sharesVertical)
}

private func onlyCell(of panel: CurvePanels.Panel) throws -> (box: Box, axes: PanelGrid.Axes) {
  let cell = try #require(PanelGrid(of: figure([panel]))?.cells.first)
  return (cell.box, try #require(cell.axes))
}

/// Whether a column of a panel's pixels has the red of its curve.
private func isRed(_ canvas: borrowing Canvas, at x: Double, in box: Box) -> Bool {
  (Int(box.y) + 2..<Int(box.bottom) - 1).contains { canvas.pixel(x: Int(x), y: $0) == red.colour }
}

@Suite struct CurvePanelsTests {
  @Test func `a curve runs straight between its points`() throws {
    let panel = panel([Point(0.5, 1), Point(1.5, 3)])
    let (box, axes) = try onlyCell(of: panel)
    let canvas = try figure([panel]).draw()
    // By proportion from the ends of the ranges: (1, 2) lies halfway.
    let x =
      box.x + (1 - axes.across.range.lowerBound) / 1 * box.width
      / (axes.across.range.upperBound - axes.across.range.lowerBound)
    let y =
      box.bottom - (2 - axes.up.range.lowerBound) * box.height / (axes.up.range.upperBound - axes.up.range.lowerBound)
    #expect(canvas.pixel(x: Int(x), y: Int(y)) == red.colour)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300])
  func `what cannot be drawn leaves a gap between its neighbours`(value: Double) throws {
    let points = [Point(0.5, 1), Point(1, 1), Point(1.5, value), Point(2, 1), Point(2.5, 1)]
    let (box, axes) = try onlyCell(of: panel(points))
    let canvas = try figure([panel(points)]).draw()
    let found = [0.75, 1.2, 1.5, 1.8, 2.25].map { isRed(canvas, at: axes.across.place(of: $0), in: box) }
    #expect(found == [true, false, false, false, true])
  }

  @Test func `a circular curve is closed through north, whatever turn its directions are given in`() throws {
    let points = [45.0, 135, 225, 315].map { Point($0, 1 + $0 / 100) }
    let (box, _) = try onlyCell(of: panel(points, scale: .circular))
    let canvas = try figure([panel(points, scale: .circular)]).draw()
    #expect(isRed(canvas, at: box.x + 3, in: box) && isRed(canvas, at: box.right - 3, in: box))
    var turned = points
    turned[3].x = -45
    turned[0].x = 405
    #expect(try figure([panel(turned, scale: .circular)]).png() == figure([panel(points, scale: .circular)]).png())
  }

  @Test func `classes have dots and no line between them`() throws {
    let panel = panel([Point(0, 1), Point(1, 2), Point(2, 1), Point(5, 1)], scale: .classes(["a", "b", "c"]))
    let (box, _) = try onlyCell(of: panel)
    let canvas = try figure([panel]).draw()
    // Three classes of equal width.
    let found = [1, 2, 3, 4, 5].map { isRed(canvas, at: box.x + box.width * Double($0) / 6, in: box) }
    #expect(found == [true, false, true, false, true])
  }

  @Test func `a single point is a dot in the middle of its panel, and a constant curve halfway up`() throws {
    let (box, axes) = try onlyCell(of: panel([Point(3.5, -0.04)]))
    #expect(abs(axes.across.place(of: 3.5) - box.middle.x) < 1 && abs(axes.up.place(of: -0.04) - box.middle.y) < 1)
    let canvas = try figure([panel([Point(3.5, -0.04)])]).draw()
    #expect(canvas.pixel(x: Int(box.middle.x), y: Int(box.middle.y)) == red.colour)
    let constant = try onlyCell(of: panel([Point(0.1, 5000), Point(0.9, 5000)]))
    #expect(abs(constant.axes.up.place(of: 5000) - constant.box.middle.y) < 1)
  }

  @Test func `a band tints the paper between its ends, and reaches no further`() throws {
    let panel = panel([Point(0.5, 2, lower: 1, upper: 3), Point(1.5, 2, lower: 1, upper: 3)])
    let axes = try onlyCell(of: panel).axes
    let canvas = try figure([panel]).draw()
    let x = Int(axes.across.place(of: 0.93))
    func colour(_ y: Double) -> Colour? { canvas.pixel(x: x, y: Int(axes.up.place(of: y))) }
    // A fifth of (200, 0, 0) on white is (244, 204, 204).
    let tint = try #require(colour(2.6))
    #expect(tint.red > 240 && abs(Int(tint.green) - 204) < 3 && tint.green == tint.blue)
    #expect(colour(1.4) == tint && colour(3.05) == .paper && colour(0.95) == .paper)
  }

  @Test func `marks and the rug stand at their values on the axis`() throws {
    let panel = panel([Point(0, 1), Point(10.5, 1)], rug: [3.3], marks: [.init(7.3)])
    let (box, axes) = try onlyCell(of: panel)
    let canvas = try figure([panel]).draw()
    func inked(at x: Double) -> Int {
      (Int(box.y) + 2..<Int(box.bottom) - 2).count {
        (canvas.pixel(x: Int(axes.across.place(of: x)), y: $0)?.lightness ?? 1) < 0.5
      }
    }
    // A mark is 10 of each 17 pixels of the height, a value of the rug 12 pixels.
    #expect(abs(Double(inked(at: 7.3)) / box.height - 10.0 / 17) < 0.03)
    #expect((8...13).contains(inked(at: 3.3)))
  }

  @Test func `panels that share their vertical range all hold every value, and else their own`() throws {
    let panels = [panel([Point(0, 1), Point(1, 2)]), panel([Point(0, 30), Point(1, 40)])]
    let shared = try #require(PanelGrid(of: figure(panels, sharesVertical: true))).cells.compactMap(\.axes?.up)
    #expect(shared[0].range == shared[1].range && shared[0].range.contains(1) && shared[0].range.contains(40))
    #expect(shared[1].ticks.allSatisfy { $0.label.isEmpty } && !shared[0].ticks.contains { $0.label.isEmpty })
    let own = try #require(PanelGrid(of: figure(panels))).cells.compactMap(\.axes?.up.range)
    #expect(own[0].upperBound < 3 && own[1].lowerBound > 20)
  }

  @Test func `numbers of clusters each have a tick`() throws {
    let clusters = panel((2...12).map { Point(Double($0), 1 / Double($0)) }, hasDots: true)
    let grid = try #require(PanelGrid(of: figure([clusters, clusters, clusters])))
    for cell in grid.cells { #expect(cell.axes?.across.ticks.map(\.value) == (2...12).map(Double.init)) }
  }

  @Test(arguments: [(1, 1), (2, 2), (3, 3), (4, 2), (5, 3), (6, 3), (8, 3), (10, 3)])
  func `panels fill a grid of one to three columns`(count: Int, columns: Int) throws {
    let grid = try #require(PanelGrid(of: figure(Array(repeating: panel([Point(0, 1)]), count: count))))
    #expect(Set(grid.cells.map(\.box.x)).count == columns)
    #expect(Set(grid.cells.map(\.box.width)).count == 1)
  }

  @Test func `a figure without a point says so, and one empty panel among others does not matter`() throws {
    let none = FigureError("A title", .empty)
    #expect(throws: none) { _ = try figure([]).draw() }
    #expect(throws: none) { _ = try figure([panel([]), panel([Point(1, .nan)])]).draw() }
    #expect(throws: none) { _ = try figure([panel([Point(0, 1)], scale: .classes([]))]).draw() }
    #expect(throws: none) { _ = try figure([panel([Point(-1, 1), Point(0, 1)], scale: .logarithmic)]).draw() }
    #expect(
      PanelGrid(of: figure([panel([]), panel([Point(1, 1)])]))?.cells.map { $0.axes == nil } == [true, false])
  }

  @Test(arguments: [CurvePanels.Scale.linear, .logarithmic, .circular, .classes(["a", "b"])], [false, true])
  func `no number stops a figure`(scale: CurvePanels.Scale, isLogarithmicUpwards: Bool) throws {
    let hard = [
      0, -0.0, 1, -1, .leastNonzeroMagnitude, 5e-101, 1e-100, 1e100, -1e100, .nan, .infinity, -.greatestFiniteMagnitude,
      1 + 1e-15,
      4_503_599_627_370_497,
    ]
    for number in hard {
      let points = [Point(1, 1), Point(number, number, lower: number, upper: -number), Point(1, 2, lower: 3, upper: 1)]
      let hardPanel = panel(
        points, scale: scale, isLogarithmicUpwards: isLogarithmicUpwards, rug: hard, marks: [.init(number, label: "m")])
      let canvas = try figure([hardPanel, panel(points, scale: scale)], sharesVertical: number > 0).draw()
      #expect(canvas.width == 1600)
    }
  }
}

/// No words may run into each other, into a panel or off the paper.
@Suite struct PanelGridTests {
  /// The ground that the capitals of a line of text cover.
  private func ground(_ line: String, _ spot: Spot, _ style: TextStyle, _ canvas: borrowing Canvas) -> Box {
    let width = canvas.textWidth(line, style)
    let across =
      switch style.horizontal {
      case .start: 0.0
      case .middle: width / 2
      case .end: width
      }
    // Capitals reach 0.73 em above the line, which lies as far from the spot as `Canvas.text` puts it.
    let up =
      switch style.vertical {
      case .start: -0.2 * style.size
      case .middle: 0.365 * style.size
      case .end: 0.97 * style.size
      }
    let height = 0.73 * style.size
    return style.quarterTurns == 0
      ? Box(x: spot.x - across, y: spot.y - up, width: width, height: height)
      : Box(x: spot.x - up, y: spot.y + across - width, width: height, height: width)
  }

  private func grounds(of grid: PanelGrid) -> [Box] {
    let canvas = Canvas(width: 1600, height: 1)
    func upwards(_ lines: [String], _ spot: Spot) -> [Box] {
      lines.enumerated().map { number, line in
        let style = TextStyle.label.aligned(.middle, .start).turned(-1)
        let x = spot.x + Double(number) * style.lineHeight
        return ground(line, Spot(x: x, y: spot.y), style, canvas)
      }
    }
    var all = grid.commonTitle.map { upwards($0.lines, $0.spot) } ?? []
    for column in grid.legend {
      let height = canvas.legendHeight(column.entries, width: column.width) - 10
      all.append(Box(x: column.corner.x, y: column.corner.y, width: column.width, height: height))
    }
    for cell in grid.cells {
      all.append(cell.box)
      all += cell.texts.map { ground($0.line, $0.spot, $0.style, canvas) }
      all += upwards(cell.verticalTitle, cell.verticalTitleSpot)
      guard let axes = cell.axes else { continue }
      for tick in axes.across.ticks where !tick.label.isEmpty {
        let spot = Spot(x: axes.across.place(of: tick.value), y: cell.box.bottom + 14)
        all.append(ground(tick.label, spot, .small.aligned(.middle, .start), canvas))
      }
      for tick in axes.up.ticks where !tick.label.isEmpty {
        let spot = Spot(x: cell.box.x - 14, y: axes.up.place(of: tick.value))
        all.append(ground(tick.label, spot, .small.aligned(.end, .middle), canvas))
      }
    }
    return all
  }

  @Test(arguments: [1, 2, 3, 4, 6, 8], [false, true])
  func `words neither overlap nor leave the paper`(count: Int, sharesVertical: Bool) throws {
    for turn in crowded.indices {
      let panels = (0..<count).map { crowded[($0 + turn) % crowded.count] }
      // One panel may be the one that has nothing to show.
      guard let grid = PanelGrid(of: figure(panels, sharesVertical: sharesVertical)) else { continue }
      let grounds = grounds(of: grid)
      for (place, a) in grounds.enumerated() {
        #expect(a.x > 4 && a.right < 1596 && a.y > 4 && a.bottom < Double(grid.height) - 4)
        for b in grounds[(place + 1)...] {
          let isApart = a.right <= b.x || b.right <= a.x || a.bottom <= b.y || b.bottom <= a.y
          #expect(isApart, "\(a) and \(b) of \(count) panels from the \(turn)th")
        }
      }
    }
  }

  @Test func `a name too long for its room ends with an ellipsis within it`() {
    let canvas = Canvas(width: 100, height: 100)
    let short = canvas.shortened("Thicknesses of the solum", .label, within: 150)
    #expect(short.hasPrefix("Thick") && short.hasSuffix("…") && canvas.textWidth(short, .label) <= 150)
    #expect(canvas.shortened("Solum", .label, within: 150) == "Solum")
    let unit = canvas.shortened("Thicknesses of the solum (m)", .label, within: 150)
    #expect(unit.hasPrefix("Thi") && unit.hasSuffix("… (m)") && canvas.textWidth(unit, .label) <= 150)
    #expect(canvas.lines(of: "one two three four", .label, within: 60, atMost: 2).count == 2)
  }
}
