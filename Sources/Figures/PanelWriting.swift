/// The horizontal axis of a panel and the words above and below it, before the panel's height on the paper is known.
struct PanelWriting {
  /// `nil` where there is nothing to draw.
  private(set) var axis: Axis?
  private var name: [String]
  private var title: [String]
  /// Labels of marks in rows, the first next to the panel, each with where its middle stands.
  private var markRows: [[(line: String, x: Double, width: Double)]] = []
  private var classNames: ClassNames?
  private let overhang: Double

  /// How many rows the labels of marks take.
  var rows: Int { markRows.count }

  /// How much of the paper the name of the panel takes, above those rows.
  var above: Double { Double(name.count) * TextStyle.label.lineHeight + 8 }

  /// How much those below it take.
  var below: Double { titleTop + Double(title.count) * TextStyle.label.lineHeight }

  private var titleTop: Double { 22 + (classNames?.height ?? TextStyle.small.lineHeight) }

  init(
    _ panel: CurvePanels.Panel, range: ClosedRange<Double>?, left: Double, width: Double, overhang: Double,
    _ scratch: borrowing Canvas
  ) {
    self.overhang = overhang
    name = scratch.lines(of: panel.name, .panelName, within: width + overhang, atMost: 2)
    title = scratch.lines(of: panel.horizontalLabel, .label, within: width + 2 * overhang, atMost: 2)
    guard let range else { return }
    let bare = Axis(
      range: range, start: left, end: left + width, isLogarithmic: panel.scale == .logarithmic, ticks: [])
    // The distance between labels that are read as two.
    let widths = panel.tickChoices(in: range).flatMap(\.self).reduce(into: [String: Double]()) {
      $0[$1.label] = $1.label.isEmpty ? 0 : scratch.textWidth($1.label, .small) + 8
    }
    let axis = bare.carryingFirst(of: panel.tickChoices(in: range)) { widths[$0.label] ?? 0 }
    self.axis = axis
    if case .classes(let names) = panel.scale {
      classNames = ClassNames(names, pitch: width / Double(names.count), scratch)
    }
    for mark in panel.marks.sorted(by: { $0.x < $1.x }) where panel.hasPlace(across: mark.x) {
      guard let label = mark.label, !label.isEmpty else { continue }
      place(scratch.shortened(label, .small, within: width), at: axis.place(of: mark.x), from: left, width, scratch)
    }
  }

  /// Sets the label of a mark in the first row where it is clear of those before it.
  private mutating func place(
    _ line: String, at x: Double, from left: Double, _ width: Double, _ scratch: borrowing Canvas
  ) {
    let half = scratch.textWidth(line, .small) / 2
    let label = (line: line, x: min(max(x, left + half), left + width - half), width: 2 * half)
    for row in markRows.indices {
      guard let last = markRows[row].last, last.x + last.width / 2 + 10 > label.x - half else {
        markRows[row].append(label)
        return
      }
    }
    markRows.append([label])
  }

  /// - Parameter rows: as many rows of labels as stand above any panel beside this one.
  func texts(around box: Box, marksIn rows: Int) -> [PanelGrid.SetText] {
    var texts: [PanelGrid.SetText] = []
    let marksTop = box.y - 4 - Double(rows) * TextStyle.small.lineHeight
    for (number, line) in name.reversed().enumerated() {
      let y = marksTop - Double(number) * TextStyle.label.lineHeight
      texts.append(.init(line: line, spot: Spot(x: box.x, y: y), style: .panelName.aligned(.start, .end)))
    }
    for (number, row) in markRows.enumerated() {
      let y = box.y - 4 - Double(number) * TextStyle.small.lineHeight
      texts += row.map { .init(line: $0.line, spot: Spot(x: $0.x, y: y), style: .small.aligned(.middle, .end)) }
    }
    if let classNames, let axis { texts += classNames.texts(along: axis, below: box.bottom + 14) }
    for (number, line) in title.enumerated() {
      let y = box.bottom + titleTop + Double(number) * TextStyle.label.lineHeight
      texts.append(.init(line: line, spot: Spot(x: box.middle.x, y: y), style: .label.aligned(.middle, .start)))
    }
    return texts
  }
}

/// The names of classes under their places: side by side where they fit, else reading upwards.
private struct ClassNames {
  private var names: [[String]]
  private var isTurned = false
  private var style = TextStyle.small
  /// Every how manieth name is set: too many would run into each other.
  private var step = 1
  private(set) var height: Double

  init(_ all: [String], pitch: Double, _ scratch: borrowing Canvas) {
    let broken = all.map { scratch.lines(of: $0, .small, within: pitch - 10) }
    let longest = broken.flatMap(\.self).map { scratch.textWidth($0, .small) }.max() ?? 0
    let tallest = broken.map(\.count).max() ?? 0
    height = Double(tallest) * style.lineHeight
    names = broken
    guard longest > pitch - 10 || tallest > 2 else { return }
    isTurned = true
    // Names shrink with the room between them as far as they can be read.
    while style.size > 14, style.lineHeight > pitch { style.size -= 1 }
    step = max(1, Int((style.lineHeight / pitch).rounded(.up)))
    let most = pitch >= 2.2 * style.lineHeight ? 2 : 1
    names = all.map { scratch.lines(of: $0, style, within: 200, atMost: most) }
    height = names.flatMap(\.self).map { scratch.textWidth($0, style) }.max() ?? 0
  }

  func texts(along axis: Axis, below y: Double) -> [PanelGrid.SetText] {
    stride(from: 0, to: names.count, by: step).flatMap { place in
      let x = axis.place(of: Double(place))
      return names[place].enumerated().map { number, line -> PanelGrid.SetText in
        if isTurned {
          let aside = (Double(number) - Double(names[place].count - 1) / 2) * style.lineHeight
          return .init(line: line, spot: Spot(x: x + aside, y: y), style: style.aligned(.end, .middle).turned(-1))
        }
        let spot = Spot(x: x, y: y + Double(number) * style.lineHeight)
        return .init(line: line, spot: spot, style: style.aligned(.middle, .start))
      }
    }
  }
}

extension CurvePanels.Panel {
  /// Ticks of the horizontal axis, from the most to the fewest.
  func tickChoices(in range: ClosedRange<Double>) -> [[Tick]] {
    switch scale {
    case .circular: return [stride(from: 0.0, through: 360, by: 90).map { Tick(value: $0, label: shortText($0)) }]
    case .classes(let names): return [names.indices.map { Tick(value: Double($0), label: "") }]
    case .logarithmic: return logarithmicTicks(in: range)
    case .linear:
      let width = range.upperBound - range.lowerBound
      guard isWhole, width <= 30 else { return evenTicks(in: range, about: [6, 5, 4, 3, 2]) }
      // Every whole number has its tick, though not each its label.
      let all = stride(from: range.lowerBound.rounded(.up), through: range.upperBound, by: 1)
      return [1, 2, 5, 10].map { step in
        all.map { value in
          let isLabelled = value.truncatingRemainder(dividingBy: step) == 0
          return Tick(value: value, label: isLabelled ? decimalText(value, decimals: 0) : "")
        }
      }
    }
  }
}

/// Ticks of a linear axis about so many at a time, those choices left out that would tell less than two numbers.
func evenTicks(in range: ClosedRange<Double>, about counts: [Int]) -> [[Tick]] {
  counts.map { compact(ticks(in: range, about: $0)) }.filter { $0.count > 1 }
}

extension TextStyle {
  /// The name above a panel.
  static let panelName = {
    var style = TextStyle.label
    style.isBold = true
    return style
  }()
}
