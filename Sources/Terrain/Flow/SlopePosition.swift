extension Ground {
  /// Normalised height, 0 ... 1: how far up its hillslope a cell lies.
  ///
  ///     Ho / (Ho + Hu)
  ///
  /// Ho is the height above the drainage: above the first cell downstream (the cell itself included) through which
  /// `channelCells` cells drain, or above the last cell before the water ends. Hu is the depth below the summit: below
  /// the highest cell that drains through the cell. Channels are 0, divides 1; level ground, with neither height above
  /// nor depth below anything, lies as low as its water and is 0 too.
  ///
  /// Böhner and Selige define the ratio; the two heights, for which they iterate weighted means over catchments, are
  /// here read off the flow paths, which is exact, finite and local to a hillslope. Values are therefore not SAGA's.
  ///
  /// - Parameters:
  ///   - accumulation: the cells that drain through each cell along the steepest descent.
  ///   - inflow: of a tile, the summits and the drainage that lie in others.
  /// - Returns: in the layout of the frame, NaN without a height.
  /// - Reference: Böhner and Selige (2006), Göttinger Geographische Abhandlungen 115, 13–28 (normalised height); Nobre
  ///   et al. (2011), Journal of Hydrology 404, 13–29 (height above the nearest drainage).
  func slopePosition(accumulation: borrowing Field<Int64>, channelCells: Int, inflow: Inflow) -> Field<Double> {
    let steps = frame.steps
    var downstream: [Int32] = []
    downstream.reserveCapacity(frame.rows * frame.columns)
    let summits = summits(above: inflow) { downstream.append(Int32(truncatingIfNeeded: $0)) }
    let drainages = Field<H>(count: frame.count, repeating: .none)
    for (place, height) in inflow.drainages { drainages[place] = H(metres: height) }
    let positions = Field<Double>(count: frame.count, repeating: .nan)
    for here in downstream.reversed() {
      let place = Int(here)
      let isChannel = accumulation[place] >= Int64(channelCells)
      drainages[place] = isChannel ? surface[place] : receiver(of: place, steps).map { drainages[$0] } ?? surface[place]
      let height = surface[place].metres
      let above = height - drainages[place].metres
      let below = summits[place].metres - height
      positions[place] = above + below > 0 ? above / (above + below) : 0
    }
    return positions
  }

  /// The highest cell that drains through each cell, itself included; none for voids.
  ///
  /// - Parameter visit: called for each cell, after all that drain to it.
  func summits(above inflow: Inflow = Inflow(), visit: (_ place: Int) -> Void = { _ in }) -> Field<H> {
    let summits = Field<H>(count: frame.count, repeating: .none)
    for (place, height) in inflow.summits { summits[place] = H(metres: height) }
    walkDownstream { place, receiver in
      let summit = summits[place].isNone ? surface[place] : max(summits[place], surface[place])
      summits[place] = summit
      if receiver != place { summits[receiver] = summits[receiver].isNone ? summit : max(summits[receiver], summit) }
      visit(place)
    }
    return summits
  }
}
