/// Where the panels of a figure lie on the paper, and every word beside them.
struct PanelGrid {
  struct Axes {
    var across: Axis
    var up: Axis
  }

  /// A line of text and where it stands.
  struct SetText {
    var line: String
    var spot: Spot
    var style: TextStyle
  }

  struct Cell {
    /// The frame, in whole pixels.
    var box: Box
    /// `nil` where there is nothing to draw.
    var axes: Axes?
    /// The panel's name, labels of its marks, names of its classes, the title of its horizontal axis.
    var texts: [SetText] = []
    /// Lines of its own vertical title, and the top of their first.
    var verticalTitle: [String] = []
    var verticalTitleSpot = Spot(x: 0, y: 0)
  }

  var cells: [Cell] = []
  /// The vertical title of all panels, where they have one in common.
  var commonTitle: (lines: [String], spot: Spot)?
  /// The legend in columns.
  var legend: [(entries: [LegendEntry], corner: Spot, width: Double)] = []
  /// Of the paper.
  var height = 0

  /// - Returns: `nil` where no panel has anything to draw.
  init?(of figure: CurvePanels) {
    let scratch = Canvas(width: figureWidth, height: 1)
    let panels = figure.panels
    let columns = Self.columns(for: panels.count)
    let boxHeight = [720.0, 480, 340][columns - 1]
    let across = panels.map(\.horizontalRange)
    guard across.contains(where: { $0 != nil }) else { return nil }
    let up = Self.verticalAxes(of: figure, height: boxHeight)

    // Beside the boxes stand numbers and titles, and the outermost numbers below them reach out by half their width.
    let titles = panels.map { scratch.lines(of: $0.verticalLabel, .label, within: boxHeight, atMost: 2) }
    let isCommon = Set(panels.map(\.verticalLabel)).count == 1
    let rowCount = (panels.count + columns - 1) / columns
    let common =
      isCommon
      ? scratch.lines(
        of: panels[0].verticalLabel, .label, within: (boxHeight + 100) * Double(rowCount) - 100, atMost: 2) : []
    var left = [Double](repeating: 0, count: columns)
    var right = left
    for (place, range) in across.enumerated() {
      guard let range else { continue }
      let column = place % columns
      let choices = panels[place].tickChoices(in: range)
      let overhang = (choices.first.flatMap { scratch.widest($0) } ?? 0) / 2
      let numbers = up[place].flatMap { scratch.widest($0.ticks) } ?? 0
      let title = isCommon ? 0 : Double(titles[place].count) * TextStyle.label.lineHeight + 10
      left[column] = max(left[column], max(numbers + 14 + title, overhang) + (column == 0 ? 0 : 20))
      right[column] = max(right[column], overhang)
    }
    let commonWidth = isCommon ? Double(common.count) * TextStyle.label.lineHeight + 10 : 0
    // The paper's own margin takes what reaches out on the right.
    right[columns - 1] = max(0, right[columns - 1] - margin + 8)
    let room = Double(figureWidth) - 2 * margin - commonWidth - (left + right).reduce(0, +)
    let width = (room / Double(columns)).rounded(.down)
    let lefts = (0..<columns).map { column in
      let before = (0..<column).reduce(0) { $0 + left[$1] + width + right[$1] }
      return (margin + commonWidth + before + left[column]).rounded()
    }

    var y = Canvas.headingHeight(figure.title, figure.subtitle).rounded()
    for first in stride(from: 0, to: panels.count, by: columns) {
      let row = first..<min(first + columns, panels.count)
      let writings = row.map { place in
        PanelWriting(
          panels[place], range: across[place], left: lefts[place - first], width: width,
          overhang: min(right[place - first], 20), scratch)
      }
      let markRows = writings.map(\.rows).max() ?? 0
      let above = (writings.map(\.above).max() ?? 0) + Double(markRows) * TextStyle.small.lineHeight
      let below = writings.map(\.below).max() ?? 0
      for (place, writing) in zip(row, writings) {
        let box = Box(x: lefts[place - first], y: y + above, width: width, height: boxHeight)
        var cell = Cell(box: box, texts: writing.texts(around: box, marksIn: markRows))
        if let horizontal = writing.axis, var vertical = up[place] {
          (vertical.start, vertical.end) = (box.bottom, box.y)
          if figure.sharesVertical, place != first {
            for tick in vertical.ticks.indices { vertical.ticks[tick].label = "" }
          }
          cell.axes = Axes(across: horizontal, up: vertical)
        }
        if !isCommon {
          cell.verticalTitle = titles[place]
          cell.verticalTitleSpot = Spot(x: box.x - left[place - first] + (place == first ? 0 : 20), y: box.middle.y)
        }
        cells.append(cell)
      }
      y += above + boxHeight + below + 28
    }
    if isCommon, let first = cells.first?.box, let last = cells.last?.box {
      commonTitle = (common, Spot(x: margin, y: (first.y + last.bottom) / 2))
    }
    y = setLegend(figure.legend, at: Spot(x: lefts[0], y: y), scratch)
    height = Int((y + margin - 28).rounded(.up))
  }

  /// One to three, none of them mostly empty.
  static func columns(for panels: Int) -> Int {
    switch panels {
    case ...1: 1
    case 2, 4: 2
    default: 3
    }
  }

  /// The vertical axes, placed from 0 to the height of a box.
  private static func verticalAxes(of figure: CurvePanels, height: Double) -> [Axis?] {
    let values = figure.panels.map(\.verticalValues)
    let areAllLogarithmic = figure.panels.allSatisfy(\.isLogarithmicUpwards)
    let all = figure.sharesVertical ? values.flatMap(\.self) : []
    return zip(figure.panels, values).map { panel, own in
      let isLogarithmic = figure.sharesVertical ? areAllLogarithmic : panel.isLogarithmicUpwards
      let shown = figure.sharesVertical ? all : own
      guard !own.isEmpty, let range = isLogarithmic ? logarithmicRange(of: shown) : curveRange(of: shown) else {
        return nil
      }
      let axis = Axis(range: range, start: height, end: 0, isLogarithmic: isLogarithmic, ticks: [])
      let choices = isLogarithmic ? logarithmicTicks(in: range) : evenTicks(in: range, about: [6, 4, 2])
      return axis.carryingFirst(of: choices) { _ in TextStyle.small.lineHeight }
    }
  }

  /// Lays out the legend in up to four columns, and returns where it ends.
  private mutating func setLegend(_ entries: [LegendEntry], at corner: Spot, _ scratch: borrowing Canvas) -> Double {
    guard !entries.isEmpty else { return corner.y }
    let columns = min(4, entries.count)
    let pitch = (Double(figureWidth) - margin - corner.x) / Double(columns)
    let rows = (entries.count + columns - 1) / columns
    for (column, first) in stride(from: 0, to: entries.count, by: rows).enumerated() {
      let part = Array(entries[first..<min(first + rows, entries.count)])
      legend.append((part, Spot(x: corner.x + Double(column) * pitch, y: corner.y), pitch - 24))
    }
    return corner.y + (legend.map { scratch.legendHeight($0.entries, width: $0.width) }.max() ?? 0) + 28
  }
}

extension Canvas {
  /// The width of the widest label.
  func widest(_ ticks: [Tick]) -> Double { ticks.map { textWidth($0.label, .small) }.max() ?? 0 }
}

extension Axis {
  /// With the first choice of ticks whose labels stay apart, or else the last.
  func carryingFirst(of choices: [[Tick]], room: (Tick) -> Double) -> Axis {
    var axis = self
    axis.ticks =
      choices.first { ticks in
        zip(ticks, ticks.dropFirst()).allSatisfy { a, b in
          (place(of: b.value) - place(of: a.value)).magnitude >= (room(a) + room(b)) / 2
        }
      } ?? choices.last ?? []
    return axis
  }
}
