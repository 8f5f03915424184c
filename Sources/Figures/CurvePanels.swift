/// Line charts in small panels, such as how a prediction changes with each covariate.
///
/// What cannot be placed leaves a gap in its curve: a number that is not finite or beyond 10¹⁰⁰, one below
/// 10⁻¹⁰⁰ on a logarithmic axis, one without a class.
package struct CurvePanels: Figure {
  package struct Point: Hashable, BitwiseCopyable, Sendable {
    package var x: Double
    package var y: Double
    /// The ends of a band around the curve, which is drawn where both are given.
    package var lower: Double?
    package var upper: Double?

    package init(_ x: Double, _ y: Double, lower: Double? = nil, upper: Double? = nil) {
      self.x = x
      self.y = y
      self.lower = lower
      self.upper = upper
    }
  }

  package struct Curve: Hashable, Sendable {
    /// Joined in this order; around the circle in the order of directions.
    package var points: [Point]
    /// The curve's entry in the legend, which also gives its colour; `nil` leaves it out of the legend.
    package var legend: LegendEntry?
    /// Whether each point has a dot on the line. A point without neighbours has one in any case.
    package var hasDots: Bool

    package init(_ points: [Point], legend: LegendEntry? = nil, hasDots: Bool = false) {
      self.points = points
      self.legend = legend
      self.hasDots = hasDots
    }
  }

  /// A dashed line through the height of a panel.
  package struct Mark: Hashable, Sendable {
    package var x: Double
    /// Set above the line.
    package var label: String?

    package init(_ x: Double, label: String? = nil) {
      self.x = x
      self.label = label
    }
  }

  /// What the numbers along a horizontal axis are.
  package enum Scale: Hashable, Sendable {
    /// A few whole numbers each have their own tick.
    case linear
    case logarithmic
    /// Directions in degrees, whatever turn they are given in: the axis runs from 0 to 360 and the curve is closed.
    case circular
    /// Positions 0, 1, … in these names: dots instead of lines.
    case classes([String])
  }

  package struct Panel: Hashable, Sendable {
    /// Stands above the panel.
    package var name: String
    /// What the numbers mean, with their units.
    package var horizontalLabel: String
    package var verticalLabel: String
    package var curves: [Curve]
    package var scale: Scale
    package var isLogarithmicUpwards: Bool
    /// Values of the data, as small marks on the horizontal axis.
    package var rug: [Double]
    package var marks: [Mark]

    package init(
      _ name: String, horizontalLabel: String, verticalLabel: String, curves: [Curve], scale: Scale = .linear,
      isLogarithmicUpwards: Bool = false, rug: [Double] = [], marks: [Mark] = []
    ) {
      self.name = name
      self.horizontalLabel = horizontalLabel
      self.verticalLabel = verticalLabel
      self.curves = curves
      self.scale = scale
      self.isLogarithmicUpwards = isLogarithmicUpwards
      self.rug = rug
      self.marks = marks
    }
  }

  package var title: String
  package var subtitle: String?
  /// By rows, from the upper left. A vertical label that all have in common is set once.
  package var panels: [Panel]
  /// Whether all panels have one vertical range; it is logarithmic where all of them are. Numbers then stand at the
  /// panels on the left only.
  package var sharesVertical: Bool

  package init(title: String, subtitle: String? = nil, panels: [Panel], sharesVertical: Bool = false) {
    self.title = title
    self.subtitle = subtitle
    self.panels = panels
    self.sharesVertical = sharesVertical
  }

  /// In the order of their first curve.
  var legend: [LegendEntry] {
    panels.flatMap(\.curves).compactMap(\.legend).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  package func draw() throws(FigureError) -> Canvas {
    guard let grid = PanelGrid(of: self) else { throw FigureError(title, .empty) }
    let canvas = Canvas(width: figureWidth, height: grid.height)
    _ = canvas.heading(title, subtitle)
    for (panel, cell) in zip(panels, grid.cells) { canvas.draw(panel, in: cell) }
    if let common = grid.commonTitle { canvas.drawUpwards(common.lines, from: common.spot) }
    for column in grid.legend { _ = canvas.legend(column.entries, at: column.corner, width: column.width) }
    return canvas
  }
}

extension Canvas {
  fileprivate func draw(_ panel: CurvePanels.Panel, in cell: PanelGrid.Cell) {
    let box = cell.box
    for text in cell.texts { self.text(text.line, at: text.spot, text.style) }
    drawUpwards(cell.verticalTitle, from: cell.verticalTitleSpot)
    guard let axes = cell.axes else {
      text("no values", at: box.middle, .small.aligned(.middle, .middle))
      frame(box, .ink)
      return
    }
    drawTicks(axes.across, under: box)
    drawTicks(axes.up, leftOf: box)
    for mark in panel.marks where panel.hasPlace(across: mark.x) {
      let x = axes.across.place(of: mark.x)
      line([Spot(x: x, y: box.y), Spot(x: x, y: box.bottom)], .ink, thickness: 2, dashes: [10, 7])
    }
    for value in panel.rug where panel.hasPlace(across: value) {
      let x = axes.across.place(of: value)
      line([Spot(x: x, y: box.bottom - 12), Spot(x: x, y: box.bottom)], .ink)
    }
    for (place, curve) in panel.curves.enumerated() {
      let colour = curve.legend?.colour ?? Palette.classes[place % Palette.classes.count]
      if case .classes(let names) = panel.scale {
        // Curves stand beside each other within a class.
        let pitch = box.width / Double(names.count)
        let shift =
          (Double(place) - Double(panel.curves.count - 1) / 2) * min(16, pitch / Double(panel.curves.count + 1))
        drawDots(panel.runs(of: curve).flatMap(\.self), colour, axes, shift: shift, panel)
      } else {
        for run in panel.runs(of: curve) { draw(run, colour, axes, hasDots: curve.hasDots, in: box, panel) }
      }
    }
    frame(box, .ink)
  }

  /// A line through all points of a run, its band and its dots.
  private func draw(
    _ run: [CurvePanels.Point], _ colour: Colour, _ axes: PanelGrid.Axes, hasDots: Bool, in box: Box,
    _ panel: CurvePanels.Panel
  ) {
    func spot(_ x: Double, _ y: Double) -> Spot { Spot(x: axes.across.place(of: x), y: axes.up.place(of: y)) }
    for part in run.split(whereSeparator: { panel.band(of: $0) == nil }) {
      let ends = part.compactMap { point in panel.band(of: point).map { (point.x, $0) } }
      area(
        ends.map { spot($0.0, $0.1.lower) } + ends.reversed().map { spot($0.0, $0.1.upper) }, colour, opacity: 0.2,
        inside: box)
    }
    if run.count > 1 { line(run.map { spot($0.x, $0.y) }, colour, thickness: 3, inside: box.widened(by: 2)) }
    guard hasDots || run.count == 1 else { return }
    for point in run where axes.across.range.contains(point.x) {
      dot(at: spot(point.x, point.y), radius: 6, colour, opacity: 1)
    }
  }

  /// Dots with their bands as lines.
  private func drawDots(
    _ points: [CurvePanels.Point], _ colour: Colour, _ axes: PanelGrid.Axes, shift: Double, _ panel: CurvePanels.Panel
  ) {
    for point in points {
      let x = axes.across.place(of: point.x) + shift
      if let band = panel.band(of: point) {
        let ends = [band.lower, band.upper].map { axes.up.place(of: $0) }
        line(ends.map { Spot(x: x, y: $0) }, colour, thickness: 2)
        for y in ends { line([Spot(x: x - 6, y: y), Spot(x: x + 6, y: y)], colour, thickness: 2) }
      }
      dot(at: Spot(x: x, y: axes.up.place(of: point.y)), radius: 8, colour, opacity: 1)
    }
  }

  /// Lines of an axis title that reads upwards, the first one's top in the middle at `spot`.
  fileprivate func drawUpwards(_ lines: [String], from spot: Spot) {
    for (number, line) in lines.enumerated() {
      text(
        line, at: Spot(x: spot.x + Double(number) * TextStyle.label.lineHeight, y: spot.y),
        .label.aligned(.middle, .start).turned(-1))
    }
  }
}
