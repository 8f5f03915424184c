/// A colour in sRGB.
package struct Colour: Hashable, BitwiseCopyable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// From six hexadecimal digits, as in `0x332288`.
  init(hex: UInt32) {
    self.init(UInt8(hex >> 16 & 255), UInt8(hex >> 8 & 255), UInt8(hex & 255))
  }

  /// Between two colours; `share` 0 gives `self`, 1 gives `other`.
  func mixed(with other: Colour, share: Double) -> Colour {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((Double(a) + share * (Double(b) - Double(a))).rounded()) }
    return Colour(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }

  /// How light the colour looks, 0 … 1: the luma of ITU-R BT.601.
  var lightness: Double { (0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue)) / 255 }
}

extension Colour {
  /// Words, axes and frames.
  static let ink = Colour(hex: 0x222222)
  /// Helping lines.
  static let faint = Colour(hex: 0xb8b8b8)
  static let paper = Colour(hex: 0xffffff)
  /// Ground that a map says nothing about.
  static let outside = Colour(hex: 0xdcdcdc)
  /// Lakes: no sequential palette here holds a light blue.
  package static let water = Colour(hex: 0x9fd3ff)
  /// Glaciers, white against the grey outside.
  package static let ice = Colour(hex: 0xffffff)
}

/// Colours for a continuous quantity: a few fixed points, linear in between.
package struct Palette: Hashable, Sendable {
  /// From the least value to the greatest, evenly spaced; two or more.
  private let stops: [Colour]

  private init(_ stops: [UInt32]) { self.stops = stops.map { Colour(hex: $0) } }

  /// - Parameter share: 0 … 1 from the least value to the greatest, not NaN; values beyond are clamped.
  package func colour(at share: Double) -> Colour {
    precondition(!share.isNaN, "no colour for NaN")
    let place = min(max(share, 0), 1) * Double(stops.count - 1)
    let below = min(Int(place), stops.count - 2)
    return stops[below].mixed(with: stops[below + 1], share: place - Double(below))
  }

  /// Perceptually uniform, readable in grey and with any colour vision.
  ///
  /// - Reference: viridis by Smith and van der Walt (2015, CC0), every eighth of its table.
  package static let viridis = Palette([
    0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725,
  ])

  /// From blue over white to red, for quantities with a middle.
  ///
  /// - Reference: RdBu of ColorBrewer 2.0 (Harrower and Brewer 2003), nine classes, reversed.
  package static let diverging = Palette([
    0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b,
  ])

  /// Eight colours for classes that stay apart with any colour vision and from lakes and glaciers.
  ///
  /// - Reference: the scheme "muted" of Tol (2021), without its cyan.
  package static let classes: [Colour] = [
    0x332288, 0xddcc77, 0x117733, 0xcc6677, 0x44aa99, 0x882255, 0x999933, 0xaa4499,
  ].map { Colour(hex: $0) }
}
