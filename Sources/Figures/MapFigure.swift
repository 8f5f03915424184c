package import Grids

/// A map of a quantity or of classes, with lakes and glaciers cut out.
///
/// A pixel shows the cell under its centre; nothing is smoothed.
package struct MapFigure: Figure {
  package enum Layer: Sendable {
    /// `range` holds the values at the ends of the palette, the first below the second; beyond them the end's colour
    /// stands.
    case quantity(Grid<Float>, Palette, range: ClosedRange<Double>, label: String)
    /// Names and colours by code; a code without an entry is drawn as ground without a value.
    case classes(ClassGrid, [Int16: LegendEntry], label: String)
  }

  /// Cells of one kind that are drawn over the layer, such as lakes.
  package struct Cover: Sendable {
    package var legend: LegendEntry
    package var mask: Mask

    /// - Precondition: `mask` lies on the layer's geometry.
    package init(_ name: String, _ colour: Colour, _ mask: Mask) {
      legend = LegendEntry(name, colour)
      self.mask = mask
    }
  }

  /// A meridian or a parallel, in the map's own coordinates.
  package struct GraticuleLine: Sendable {
    package var points: [MapPoint]
    /// Such as `90° E`; set where the line leaves the map at the bottom (meridian) or on the left (parallel).
    package var label: String
    package var isMeridian: Bool

    package init(points: [MapPoint], label: String, isMeridian: Bool) {
      self.points = points
      self.label = label
      self.isMeridian = isMeridian
    }
  }

  package var title: String
  package var subtitle: String?
  package var layer: Layer
  /// Later ones lie above earlier ones.
  package var covers: [Cover]
  /// What the legend calls the grey ground that has neither a value nor a cover.
  package var ground: String
  package var graticule: [GraticuleLine]
  /// Metres in a unit of the map's coordinates, for the scale bar; `nil` leaves it out, as on a map in degrees.
  package var metresPerUnit: Double?

  package init(
    title: String, subtitle: String? = nil, layer: Layer, covers: [Cover] = [],
    ground: String = "Outside, or no value", graticule: [GraticuleLine] = [],
    metresPerUnit: Double? = 1
  ) {
    self.title = title
    self.subtitle = subtitle
    self.layer = layer
    self.covers = covers
    self.ground = ground
    self.graticule = graticule
    self.metresPerUnit = metresPerUnit
    precondition(covers.allSatisfy { $0.mask.geometry == geometry }, "a cover on another geometry")
    if case .quantity(_, _, let range, _) = layer {
      precondition(range.upperBound > range.lowerBound, "no range of colours")
    }
  }

  var geometry: GridGeometry {
    switch layer {
    case .quantity(let grid, _, _, _): grid.geometry
    case .classes(let grid, _, _): grid.geometry
    }
  }

  /// Where on the paper the cells lie, in whole pixels.
  var panel: Box {
    let left = graticule.isEmpty ? margin : margin + 90
    let width = (Double(figureWidth) - left - margin - legendWidth - 30).rounded()
    let shape = Double(geometry.rows) * geometry.cellHeight / (Double(geometry.columns) * geometry.cellWidth)
    // A map of a narrow strip is not drawn higher than the paper is wide.
    let height = min((width * shape).rounded(), 1500)
    return Box(
      x: left, y: Canvas.headingHeight(title, subtitle).rounded(), width: (height / shape).rounded(), height: height)
  }

  private var legendWidth: Double { 300 }

  private var coverLegend: [LegendEntry] { covers.map(\.legend) + [LegendEntry(ground, .outside)] }

  package func draw() throws(FigureError) -> Canvas {
    guard geometry.count > 0 else { throw FigureError(title, .empty) }
    let panel = panel
    let barHeight = min(340, max(200, panel.height * 0.5))
    let scratch = Canvas(width: figureWidth, height: 1)
    let keyHeight =
      switch layer {
      case .quantity: barHeight + 120
      case .classes(_, let entries, _): scratch.legendHeight(Array(entries.values), width: legendWidth) + 60
      }
    let legendBottom =
      panel.y + keyHeight + scratch.legendHeight(coverLegend, width: legendWidth) + margin
    let foot = panel.bottom + (graticule.isEmpty ? 0 : 36) + (metresPerUnit == nil ? 20 : 84)
    let canvas = Canvas(width: figureWidth, height: Int(max(legendBottom, foot).rounded(.up)))
    _ = canvas.heading(title, subtitle)
    canvas.paint(panel) { colour(under: $0, panel) }
    drawGraticule(on: canvas, panel)
    canvas.frame(panel, .ink)
    drawLegend(on: canvas, panel, barHeight: barHeight)
    drawScale(on: canvas, panel)
    return canvas
  }

  private func colour(under spot: Spot, _ panel: Box) -> Colour {
    let (columns, rows) = (Double(geometry.columns), Double(geometry.rows))
    let cell = CellIndex(
      row: Int((spot.y - panel.y) / panel.height * rows), column: Int((spot.x - panel.x) / panel.width * columns))
    if let cover = covers.last(where: { $0.mask[cell] }) { return cover.legend.colour }
    switch layer {
    case .quantity(let grid, let palette, let range, _):
      let value = Double(grid[cell])
      if value.isNaN { return .outside }
      return palette.colour(at: (value - range.lowerBound) / (range.upperBound - range.lowerBound))
    case .classes(let grid, let entries, _):
      return grid[cell].flatMap { entries[$0]?.colour } ?? .outside
    }
  }

  private func drawLegend(on canvas: borrowing Canvas, _ panel: Box, barHeight: Double) {
    var corner = Spot(x: panel.right + 30, y: panel.y)
    switch layer {
    case .quantity(let grid, let palette, let range, let label):
      corner.y = canvas.colourBar(
        palette, range, title: label, isOpenBelow: grid.cells.contains { Double($0) < range.lowerBound },
        isOpenAbove: grid.cells.contains { Double($0) > range.upperBound }, at: corner, width: legendWidth,
        height: barHeight)
    case .classes(_, let entries, let label):
      for line in canvas.lines(of: label, .label, within: legendWidth) {
        canvas.text(line, at: corner, .label)
        corner.y += TextStyle.label.lineHeight
      }
      corner.y += 10
      let sorted = entries.sorted { $0.key < $1.key }.map(\.value)
      corner.y = canvas.legend(sorted, at: corner, width: legendWidth) + 14
    }
    _ = canvas.legend(coverLegend, at: corner, width: legendWidth)
  }

  private func spot(of point: MapPoint, _ panel: Box) -> Spot {
    Spot(
      x: panel.x + (point.x - geometry.west) / (geometry.east - geometry.west) * panel.width,
      y: panel.y + (geometry.north - point.y) / (geometry.north - geometry.south) * panel.height)
  }

  private func drawGraticule(on canvas: borrowing Canvas, _ panel: Box) {
    for line in graticule {
      let spots = line.points.map { spot(of: $0, panel) }
      canvas.line(spots, .ink, thickness: 1, opacity: 0.35, inside: panel)
      // The label stands where the line crosses the panel's lower or left side.
      for (a, b) in zip(spots, spots.dropFirst()) {
        if line.isMeridian, (a.y - panel.bottom) * (b.y - panel.bottom) <= 0, a.y != b.y {
          let x = a.x + (panel.bottom - a.y) / (b.y - a.y) * (b.x - a.x)
          guard x >= panel.x, x <= panel.right else { continue }
          canvas.text(line.label, at: Spot(x: x, y: panel.bottom + 6), .small.aligned(.middle, .start))
          break
        }
        if !line.isMeridian, (a.x - panel.x) * (b.x - panel.x) <= 0, a.x != b.x {
          let y = a.y + (panel.x - a.x) / (b.x - a.x) * (b.y - a.y)
          guard y >= panel.y, y <= panel.bottom else { continue }
          canvas.text(line.label, at: Spot(x: panel.x - 8, y: y), .small.aligned(.end, .middle))
          break
        }
      }
    }
  }

  private func drawScale(on canvas: borrowing Canvas, _ panel: Box) {
    guard let metresPerUnit else { return }
    let kilometresAcross = (geometry.east - geometry.west) * metresPerUnit / 1000
    let length = roundStep(atLeast: kilometresAcross / 8)
    let width = length.size / kilometresAcross * panel.width
    let y = panel.bottom + (graticule.isEmpty ? 0 : 36) + 22
    for half in 0..<2 {
      let box = Box(x: panel.x + Double(half) * width / 2, y: y, width: width / 2, height: 10)
      canvas.fill(box, half == 0 ? .ink : .paper)
      canvas.frame(box, .ink, thickness: 1)
    }
    canvas.text("0", at: Spot(x: panel.x, y: y + 14), .small)
    canvas.text(
      "\(decimalText(length.size, decimals: length.decimals)) km", at: Spot(x: panel.x + width, y: y + 14),
      .small.aligned(.middle, .start))
  }
}
