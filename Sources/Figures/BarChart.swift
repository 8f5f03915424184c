/// Lying bars with their spread, such as the importance of covariates.
package struct BarChart: Figure {
  package struct Bar: Hashable, Sendable {
    package var name: String
    package var mean: Double
    /// Drawn as a line to both sides of the mean; `nil` draws none.
    package var deviation: Double?
    /// The bar's entry in the legend, which also gives its colour.
    package var group: LegendEntry

    package init(_ name: String, mean: Double, deviation: Double?, group: LegendEntry) {
      self.name = name
      self.mean = mean
      self.deviation = deviation
      self.group = group
    }
  }

  package var title: String
  package var subtitle: String?
  /// What the bars' length means, with its unit.
  package var label: String
  /// From the top.
  package var bars: [Bar]

  package init(title: String, subtitle: String? = nil, label: String, bars: [Bar]) {
    self.title = title
    self.subtitle = subtitle
    self.label = label
    self.bars = bars
  }

  package func draw() throws(FigureError) -> Canvas {
    let ends = bars.flatMap { bar -> [Double] in
      [0, bar.mean - (bar.deviation ?? 0), bar.mean + (bar.deviation ?? 0)]
    }
    guard !bars.isEmpty, let range = roundRange(of: ends) else { throw FigureError(title, .empty) }
    let pitch = 46.0
    let scratch = Canvas(width: figureWidth, height: 1)
    let nameWidth = bars.map { scratch.textWidth($0.name, .label) }.max() ?? 0
    // In the order of their first bar.
    let groups = bars.map(\.group).reduce(into: [LegendEntry]()) { if !$0.contains($1) { $0.append($1) } }
    let legendWidth = 260.0
    let left = margin + nameWidth + 20
    let box = Box(
      x: left, y: Canvas.headingHeight(title, subtitle), width: Double(figureWidth) - left - margin - legendWidth - 30,
      height: pitch * Double(bars.count) + 16)
    let foot = max(box.bottom + 100, box.y + scratch.legendHeight(groups, width: legendWidth) + margin)
    let canvas = Canvas(width: figureWidth, height: Int(foot.rounded(.up)))
    _ = canvas.heading(title, subtitle)
    let axis = Axis(range: range, start: box.x, end: box.right)
    canvas.drawHorizontal(axis, title: label, under: box)
    for (index, bar) in bars.enumerated() {
      let y = box.y + 8 + (Double(index) + 0.5) * pitch
      canvas.text(bar.name, at: Spot(x: left - 14, y: y), .label.aligned(.end, .middle))
      guard bar.mean.isFinite else { continue }
      let (zero, end) = (axis.place(of: 0), axis.place(of: bar.mean))
      canvas.fill(Box(x: min(zero, end), y: y - 14, width: (end - zero).magnitude, height: 28), bar.group.colour)
      guard let deviation = bar.deviation, deviation.isFinite else { continue }
      let (low, high) = (axis.place(of: bar.mean - deviation), axis.place(of: bar.mean + deviation))
      canvas.line([Spot(x: low, y: y), Spot(x: high, y: y)], .ink, thickness: 2)
      for x in [low, high] { canvas.line([Spot(x: x, y: y - 7), Spot(x: x, y: y + 7)], .ink, thickness: 2) }
    }
    canvas.line([Spot(x: axis.place(of: 0), y: box.y), Spot(x: axis.place(of: 0), y: box.bottom)], .ink, thickness: 2)
    canvas.frame(box, .ink)
    _ = canvas.legend(groups, at: Spot(x: box.right + 30, y: box.y), width: legendWidth)
    return canvas
  }
}
