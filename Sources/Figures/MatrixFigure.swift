/// Numbers from −1 to 1 between pairs of names, such as correlations, as coloured fields with the numbers in them.
package struct MatrixFigure: Figure {
  package var title: String
  package var subtitle: String?
  /// What a field's number means.
  package var label: String
  package var names: [String]
  /// One row a name, one number a name in it; `nil` where there is none.
  package var values: [[Double?]]

  /// - Precondition: `values` is as wide and as high as there are names.
  package init(title: String, subtitle: String? = nil, label: String, names: [String], values: [[Double?]]) {
    precondition(values.count == names.count && values.allSatisfy { $0.count == names.count }, "not a square")
    self.title = title
    self.subtitle = subtitle
    self.label = label
    self.names = names
    self.values = values
  }

  package func draw() throws(FigureError) -> Canvas {
    guard !names.isEmpty else { throw FigureError(title, .empty) }
    let scratch = Canvas(width: figureWidth, height: 1)
    let nameLength = (names.map { scratch.textWidth($0, .small) }.max() ?? 0).rounded(.up)
    let legendWidth = 230.0
    let left = margin + nameLength + 14
    let room = Double(figureWidth) - left - margin - legendWidth - 30
    let side = min(140, (room / Double(names.count)).rounded(.down))
    let box = Box(
      x: left, y: Canvas.headingHeight(title, subtitle).rounded(), width: side * Double(names.count),
      height: side * Double(names.count))
    // The numbers shrink with their fields; below ten pixels nobody could read them.
    let digits = TextStyle(size: min(24, (side / 3.5).rounded(.down)))
    let canvas = Canvas(
      width: figureWidth, height: Int(max(box.bottom + nameLength + 14, box.y + 460) + margin))
    _ = canvas.heading(title, subtitle)
    for (row, name) in names.enumerated() {
      let y = box.y + (Double(row) + 0.5) * side
      let x = box.x + (Double(row) + 0.5) * side
      canvas.text(name, at: Spot(x: box.x - 10, y: y), .small.aligned(.end, .middle))
      canvas.text(name, at: Spot(x: x, y: box.bottom + 10), .small.aligned(.end, .middle).turned(-1))
      for column in names.indices {
        let field = Box(x: box.x + Double(column) * side, y: box.y + Double(row) * side, width: side, height: side)
        guard let value = values[row][column], value.isFinite else {
          canvas.fill(field, .outside)
          continue
        }
        let colour = Palette.diverging.colour(at: (value + 1) / 2)
        canvas.fill(field, colour)
        guard digits.size >= 10 else { continue }
        canvas.text(
          decimalText(value, decimals: 2), at: field.middle,
          digits.aligned(.middle, .middle).coloured(colour.lightness < 0.5 ? .paper : .ink))
      }
    }
    canvas.frame(box, .ink)
    _ = canvas.colourBar(
      .diverging, -1...1, title: label, isOpenBelow: false, isOpenAbove: false,
      at: Spot(x: box.right + 30, y: box.y), width: legendWidth, height: 300)
    return canvas
  }
}
