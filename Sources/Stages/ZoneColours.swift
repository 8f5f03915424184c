/// The colours of the zones, the same in every raster and figure: eight hues that people with any colour vision can tell
/// apart (Okabe and Ito 2008).
enum ZoneColours {
  static func colour(_ zone: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
    let palette: [(UInt8, UInt8, UInt8)] = [
      (0, 158, 115), (230, 159, 0), (86, 180, 233), (0, 114, 178), (240, 228, 66), (213, 94, 0), (204, 121, 167),
      (120, 120, 120),
    ]
    let colour = palette[(max(zone, 1) - 1) % palette.count]
    return (colour.0, colour.1, colour.2)
  }
}
