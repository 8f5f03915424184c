/// Predicted against observed, with the line on which both agree.
package struct ScatterPlot: Figure {
  package struct Point: Hashable, BitwiseCopyable, Sendable {
    package var observed: Double
    package var predicted: Double

    package init(observed: Double, predicted: Double) {
      self.observed = observed
      self.predicted = predicted
    }
  }

  /// Points of one kind.
  package struct Series: Hashable, Sendable {
    package var legend: LegendEntry
    package var points: [Point]

    package init(_ legend: LegendEntry, _ points: [Point]) {
      self.legend = legend
      self.points = points
    }
  }

  package var title: String
  package var subtitle: String?
  /// Both axes have the unit in their titles.
  package var observedLabel: String
  package var predictedLabel: String
  package var series: [Series]
  /// Lines of text beside the plot, such as `RMSE 0.17 m`.
  package var notes: [String]

  package init(
    title: String, subtitle: String? = nil, observedLabel: String, predictedLabel: String, series: [Series],
    notes: [String] = []
  ) {
    self.title = title
    self.subtitle = subtitle
    self.observedLabel = observedLabel
    self.predictedLabel = predictedLabel
    self.series = series
    self.notes = notes
  }

  package func draw() throws(FigureError) -> Canvas {
    let points = series.flatMap(\.points).filter { $0.observed.isFinite && $0.predicted.isFinite }
    guard let range = roundRange(of: points.flatMap { [$0.observed, $0.predicted] }) else {
      throw FigureError(title, .empty)
    }
    let side = 1040.0
    let box = Box(x: margin + 130, y: Canvas.headingHeight(title, subtitle).rounded(), width: side, height: side)
    let legendWidth = Double(figureWidth) - box.right - 30 - margin
    let scratch = Canvas(width: figureWidth, height: 1)
    let entries = series.map(\.legend)
    let noteLines = notes.flatMap { scratch.lines(of: $0, .label, within: legendWidth) }
    let legendBottom =
      box.y + scratch.legendHeight(entries, width: legendWidth) + Double(noteLines.count + 3)
      * TextStyle.label.lineHeight
    let canvas = Canvas(width: figureWidth, height: Int(max(box.bottom + 100, legendBottom + margin).rounded(.up)))
    _ = canvas.heading(title, subtitle)
    let across = Axis(range: range, start: box.x, end: box.right)
    let up = Axis(range: range, start: box.bottom, end: box.y)
    canvas.drawHorizontal(across, title: observedLabel, under: box)
    canvas.drawVertical(up, title: predictedLabel, leftOf: box)
    for series in series {
      for point in series.points where point.observed.isFinite && point.predicted.isFinite {
        canvas.dot(
          at: Spot(x: across.place(of: point.observed), y: up.place(of: point.predicted)), radius: 6,
          series.legend.colour, opacity: 0.8)
      }
    }
    canvas.line([Spot(x: box.x, y: box.bottom), Spot(x: box.right, y: box.y)], .ink, thickness: 2, dashes: [10, 7])
    canvas.frame(box, .ink)
    var y = canvas.legend(entries, at: Spot(x: box.right + 30, y: box.y), width: legendWidth)
    canvas.line(
      [Spot(x: box.right + 30, y: y + 14), Spot(x: box.right + 66, y: y + 14)], .ink, thickness: 2, dashes: [10, 7])
    canvas.text("1:1", at: Spot(x: box.right + 78, y: y + 14), .small.aligned(.start, .middle))
    y += 60
    for line in noteLines {
      canvas.text(line, at: Spot(x: box.right + 30, y: y), .label)
      y += TextStyle.label.lineHeight
    }
    return canvas
  }
}
