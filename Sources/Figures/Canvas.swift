import CCairo

/// A place on a canvas, in pixels from the upper left corner.
struct Spot: Hashable, Sendable {
  var x: Double
  var y: Double
}

/// A rectangle on a canvas, in pixels.
struct Box: Hashable, Sendable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
  var middle: Spot { Spot(x: x + width / 2, y: y + height / 2) }

  /// With this much more on each side.
  func widened(by rim: Double) -> Box {
    Box(x: x - rim, y: y - rim, width: width + 2 * rim, height: height + 2 * rim)
  }
}

/// How a line of text is set.
struct TextStyle: Hashable, Sendable {
  enum Side: Hashable, Sendable { case start, middle, end }

  /// Pixels of an em.
  var size: Double
  var isBold = false
  var colour = Colour.ink
  /// Which end of the line stands at its spot.
  var horizontal = Side.start
  /// Whether the spot is at the text's top, middle or foot.
  var vertical = Side.start
  /// Clockwise, in quarter turns; a text turned by −1 reads upwards.
  var quarterTurns = 0

  static let title = TextStyle(size: 34, isBold: true)
  static let subtitle = TextStyle(size: 24)
  static let label = TextStyle(size: 24)
  static let small = TextStyle(size: 20)

  func aligned(_ horizontal: Side, _ vertical: Side) -> TextStyle {
    var style = self
    style.horizontal = horizontal
    style.vertical = vertical
    return style
  }

  func turned(_ quarters: Int) -> TextStyle {
    var style = self
    style.quarterTurns = quarters
    return style
  }

  func coloured(_ colour: Colour) -> TextStyle {
    var style = self
    style.colour = colour
    return style
  }

  /// From one line's foot to the next.
  var lineHeight: Double { (size * 1.3).rounded() }
}

/// The one owner of a Cairo picture.
///
/// Fonts are set the same everywhere: DejaVu Sans, grey antialiasing, no hinting, unrounded metrics. The bytes still
/// depend on the versions of Cairo, FreeType and the font.
package struct Canvas: ~Copyable {
  let width: Int
  let height: Int
  private let surface: OpaquePointer
  private let context: OpaquePointer

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// White paper of this many pixels.
  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    // Cairo never returns nil: what fails is remembered and told when the picture is written.
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)),
      let context = cairo_create(surface), let options = cairo_font_options_create()
    else { preconditionFailure("Cairo returned nil where it promises an object") }
    self.surface = surface
    self.context = context
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
    fill(Box(x: 0, y: 0, width: Double(width), height: Double(height)), .paper)
  }

  func fill(_ box: Box, _ colour: Colour) {
    use(colour)
    cairo_rectangle(context, box.x, box.y, box.width, box.height)
    cairo_fill(context)
  }

  func frame(_ box: Box, _ colour: Colour, thickness: Double = 1.5) {
    use(colour)
    cairo_set_line_width(context, thickness)
    cairo_rectangle(context, box.x, box.y, box.width, box.height)
    cairo_stroke(context)
  }

  /// A disc with a thin rim, so that light ones stand out from the paper.
  func dot(at spot: Spot, radius: Double, _ colour: Colour, opacity: Double) {
    cairo_new_path(context)  // an arc would be joined to where the last text ended
    use(colour, opacity: opacity)
    cairo_arc(context, spot.x, spot.y, radius, 0, 2 * Double.pi)
    cairo_fill_preserve(context)
    use(.ink, opacity: 0.5)
    cairo_set_line_width(context, 1)
    cairo_stroke(context)
  }

  /// A line through `spots`; with `inside` only what lies in that box.
  func line(
    _ spots: [Spot], _ colour: Colour, thickness: Double = 1.5, dashes: [Double] = [], opacity: Double = 1,
    inside box: Box? = nil
  ) {
    guard let first = spots.first else { return }
    cairo_save(context)
    if let box {
      cairo_rectangle(context, box.x, box.y, box.width, box.height)
      cairo_clip(context)
    }
    use(colour, opacity: opacity)
    cairo_set_line_width(context, thickness)
    cairo_set_dash(context, dashes, Int32(dashes.count), 0)
    cairo_move_to(context, first.x, first.y)
    for spot in spots.dropFirst() { cairo_line_to(context, spot.x, spot.y) }
    cairo_stroke(context)
    cairo_restore(context)
  }

  /// The ground within `spots`, as far as it lies in `box`.
  func area(_ spots: [Spot], _ colour: Colour, opacity: Double, inside box: Box) {
    guard let first = spots.first else { return }
    cairo_save(context)
    cairo_rectangle(context, box.x, box.y, box.width, box.height)
    cairo_clip(context)
    use(colour, opacity: opacity)
    cairo_move_to(context, first.x, first.y)
    for spot in spots.dropFirst() { cairo_line_to(context, spot.x, spot.y) }
    cairo_fill(context)
    cairo_restore(context)
  }

  func text(_ text: String, at spot: Spot, _ style: TextStyle) {
    let span = textWidth(text, style)
    cairo_save(context)
    use(style.colour)
    cairo_translate(context, spot.x, spot.y)
    cairo_rotate(context, Double(style.quarterTurns) * Double.pi / 2)
    let across =
      switch style.horizontal {
      case .start: 0.0
      case .middle: -span / 2
      case .end: -span
      }
    // DejaVu Sans: capitals are 0.73 em high, letters reach 0.93 em above the line and 0.24 em below.
    let down =
      switch style.vertical {
      case .start: 0.93 * style.size
      case .middle: 0.365 * style.size
      case .end: -0.24 * style.size
      }
    cairo_move_to(context, across, down)
    cairo_show_text(context, text)
    cairo_restore(context)
  }

  /// How long a line of text is, in pixels.
  func textWidth(_ text: String, _ style: TextStyle) -> Double {
    let weight = style.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
    cairo_select_font_face(context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, weight)
    cairo_set_font_size(context, style.size)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }

  /// `text` broken between words into lines no longer than `width`, where its words allow.
  func lines(of text: String, _ style: TextStyle, within width: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, textWidth("\(last) \(word)", style) <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// As above, `count` lines at the most; what is too long ends with an ellipsis.
  func lines(of text: String, _ style: TextStyle, within width: Double, atMost count: Int) -> [String] {
    let all = lines(of: text, style, within: width)
    let kept = all.count > count ? all.prefix(count - 1) + [all.dropFirst(count - 1).joined(separator: " ")] : all
    return kept.map { shortened($0, style, within: width) }
  }

  /// `text` with an ellipsis for what goes beyond `width`. A unit in brackets at its end is kept where there is room.
  func shortened(_ text: String, _ style: TextStyle, within width: Double) -> String {
    guard textWidth(text, style) > width else { return text }
    func shortened(before end: String) -> Substring {
      var kept = text.dropLast(end.count)
      while let last = kept.last, last == " " || textWidth("\(kept)…\(end)", style) > width { kept.removeLast() }
      return kept
    }
    if text.hasSuffix(")"), let bracket = text.lastIndex(of: "(") {
      let unit = " \(text[bracket...])"
      let kept = shortened(before: unit)
      if !kept.isEmpty { return "\(kept)…\(unit)" }
    }
    return "\(shortened(before: ""))…"
  }

  /// Sets every pixel of `box` (whole pixels) to what `colour` says of its centre; `nil` leaves it.
  func paint(_ box: Box, _ colour: (Spot) -> Colour?) {
    cairo_surface_flush(surface)
    guard let bytes = cairo_image_surface_get_data(surface) else { return }
    let stride = Int(cairo_image_surface_get_stride(surface))
    for y in max(0, Int(box.y))..<min(height, Int(box.bottom)) {
      for x in max(0, Int(box.x))..<min(width, Int(box.right)) {
        guard let colour = colour(Spot(x: Double(x) + 0.5, y: Double(y) + 0.5)) else { continue }
        let pixel = UInt32(colour.red) << 16 | UInt32(colour.green) << 8 | UInt32(colour.blue)
        UnsafeMutableRawPointer(bytes).storeBytes(of: pixel, toByteOffset: y * stride + 4 * x, as: UInt32.self)
      }
    }
    cairo_surface_mark_dirty(surface)
  }

  /// The colour of one pixel, or `nil` outside the paper.
  func pixel(x: Int, y: Int) -> Colour? {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return nil }
    cairo_surface_flush(surface)
    guard let bytes = cairo_image_surface_get_data(surface) else { return nil }
    let offset = y * Int(cairo_image_surface_get_stride(surface)) + 4 * x
    return Colour(hex: UnsafeRawPointer(bytes).load(fromByteOffset: offset, as: UInt32.self) & 0xffffff)
  }

  /// The picture as the bytes of a PNG file; `title` names it where drawing has failed.
  func png(title: String) throws(FigureError) -> [UInt8] {
    let encoded = EncodedBytes()
    let address = Unmanaged.passUnretained(encoded).toOpaque()
    var status = cairo_status(context)
    if status == CAIRO_STATUS_SUCCESS {
      status = cairo_surface_write_to_png_stream(
        surface,
        { address, piece, count in
          guard let address else { return CAIRO_STATUS_WRITE_ERROR }
          Unmanaged<EncodedBytes>.fromOpaque(address).takeUnretainedValue().bytes
            .append(contentsOf: UnsafeBufferPointer(start: piece, count: Int(count)))
          return CAIRO_STATUS_SUCCESS
        }, address)
    }
    guard status == CAIRO_STATUS_SUCCESS else {
      throw FigureError(title, .drawing(reason: String(cString: cairo_status_to_string(status))))
    }
    return withExtendedLifetime(encoded) { encoded.bytes }
  }

  private func use(_ colour: Colour, opacity: Double = 1) {
    cairo_set_source_rgba(
      context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255, opacity)
  }
}

/// What Cairo has encoded so far; Cairo holds it as a bare pointer.
private final class EncodedBytes {
  var bytes: [UInt8] = []
}
