extension FlowNetwork {
  /// Normalised height, 0 ... 1: how far up its hillslope a cell lies.
  ///
  ///     Ho / (Ho + Hu)
  ///
  /// Ho is the height above the drainage: above the first cell downstream (the cell itself included) through which
  /// `channelCells` cells drain, or above the last cell before the water leaves the grid. Hu is the depth below the
  /// summit: below the highest cell that drains through the cell. Channels are 0, divides 1; level ground, with
  /// neither height above nor depth below anything, lies as low as its water and is 0 too.
  ///
  /// Böhner and Selige define the ratio; the two heights, for which they iterate weighted means over catchments, are
  /// here read off the flow paths, which is exact, finite and local to a hillslope. Values are therefore not SAGA's.
  ///
  /// - Parameters:
  ///   - heights: the framed heights that made the network, m.
  ///   - accumulation: the cells that drain through each cell.
  /// - Reference: Böhner and Selige (2006), Göttinger Geographische Abhandlungen 115, 13–28 (normalised height); Nobre
  ///   et al. (2011), Journal of Hydrology 404, 13–29 (height above the nearest drainage).
  func slopePosition(_ heights: [Double], accumulation: [Double], channelCells: Int) -> [Double] {
    let channel = Double(channelCells)
    var drainage = heights
    for place in downstream.reversed() {
      if accumulation[place] < channel, let receiver = receiver(of: place) { drainage[place] = drainage[receiver] }
    }
    var summit = heights
    for place in downstream {
      if let receiver = receiver(of: place) { summit[receiver] = max(summit[receiver], summit[place]) }
    }
    var position = [Double](repeating: .nan, count: frame.count)
    for place in downstream {
      let above = heights[place] - drainage[place]
      let below = summit[place] - heights[place]
      position[place] = above + below > 0 ? above / (above + below) : 0
    }
    return position
  }
}
