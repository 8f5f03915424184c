import CCairo

/// A picture that can be had as PNG, 1600 pixels wide: 13.5 cm in print at 300 dots an inch.
///
/// The same figure gives the same bytes with the same Cairo, FreeType and fonts.
package protocol Figure: Sendable {
  var title: String { get }
  /// The finished picture; encoding it is all that can be done with it outside this room.
  func draw() throws(FigureError) -> Canvas
}

extension Figure {
  /// The figure as the bytes of a PNG file.
  package func png() throws(FigureError) -> [UInt8] {
    try draw().png(title: title)
  }
}

/// Width of every figure in pixels.
let figureWidth = 1600
/// White space around a figure, in pixels.
let margin = 40.0

extension Canvas {
  /// Sets title and subtitle at the top, and returns where they end.
  func heading(_ title: String, _ subtitle: String?) -> Double {
    var y = margin * 0.75
    let width = Double(width) - 2 * margin
    for line in lines(of: title, .title, within: width) {
      text(line, at: Spot(x: margin, y: y), .title)
      y += TextStyle.title.lineHeight
    }
    for line in lines(of: subtitle ?? "", .subtitle, within: width) {
      text(line, at: Spot(x: margin, y: y), .subtitle)
      y += TextStyle.subtitle.lineHeight
    }
    return y + 16
  }

  /// How much of the paper's height `heading` takes; asked before the paper has its size.
  static func headingHeight(_ title: String, _ subtitle: String?) -> Double {
    Canvas(width: figureWidth, height: 1).heading(title, subtitle)
  }
}

/// The version of the library that draws, since it decides the bytes of a picture.
package var cairoVersion: String { String(cString: cairo_version_string()) }
