/// How much of its water a cell gives to each neighbour, in no unit.
typealias Shares = InlineArray<8, Double>

/// A rule by which cells with lower neighbours part their water.
protocol Dispersal {
  /// One bit for each neighbour that a cell gives to, the first the lowest; at least one, and all of them lower.
  func receivers<H: Height>(of place: Int, on ground: borrowing Ground<H>, _ size: CellSize) -> UInt8
  /// The shares, positive among the receivers alone.
  func shares<H: Height>(of place: Int, on ground: borrowing Ground<H>, _ size: CellSize) -> Shares
}

extension Ground {
  /// What drains through each cell, itself included, where water parts.
  ///
  /// A cell's amount, a whole number, is parted once all of it has arrived: every receiver gets its share rounded down,
  /// and the one with the largest share, of equal ones the steepest descent's, what is left. So nothing is lost and the
  /// order of the work does not show. Level ground drains as it does along the steepest descent.
  ///
  /// It needs the whole raster, for what leaves a tile may come back.
  ///
  /// - Parameters:
  ///   - amounts: what each cell of a row adds, in a unit small enough to be parted.
  ///   - rows: the size of the cells of each row.
  /// - Complexity: O(n).
  func dispersed(_ amounts: [Int64], rows: [CellSize], by rule: some Dispersal) -> Field<Int64> {
    let steps = frame.steps
    let sums = Field<Int64>(count: frame.count, repeating: 0)
    let donors = Field<UInt8>(count: frame.count, repeating: 0)
    for row in 0..<frame.rows {
      for place in frame.places(ofRow: row) where courses[place].isDecided {
        sums[place] = amounts[row]
        let receivers =
          isLevel(place, steps) ? levelReceiver(of: place) : rule.receivers(of: place, on: self, rows[row])
        for way in 0..<8 where receivers >> way & 1 == 1 { donors[place + steps[way]] += 1 }
      }
    }
    // A cell that has had its turn, which the scan must not give it again.
    let done = UInt8.max
    var ready: [Int32] = []
    for row in 0..<frame.rows {
      for source in frame.places(ofRow: row) where donors[source] == 0 && courses[source].isDecided {
        donors[source] = done
        ready.append(Int32(truncatingIfNeeded: source))
        while let here = ready.popLast() {
          let place = Int(here)
          let receivers: UInt8
          if isLevel(place, steps) {
            receivers = levelReceiver(of: place)
            if let receiver = receiver(of: place, steps) { sums[receiver] += sums[place] }
          } else {
            let size = rows[frame.row(of: place)]
            receivers = rule.receivers(of: place, on: self, size)
            sums.part(
              sums[place], from: place, by: rule.shares(of: place, on: self, size), steepest: courses[place], steps)
          }
          for way in 0..<8 where receivers >> way & 1 == 1 {
            let receiver = place + steps[way]
            donors[receiver] -= 1
            guard donors[receiver] == 0 else { continue }
            donors[receiver] = done
            ready.append(Int32(truncatingIfNeeded: receiver))
          }
        }
      }
    }
    return sums
  }

  /// How far a neighbour lies below a cell; nothing where there is none.
  @inline(__always)
  func drop(from place: Int, _ way: Int, _ steps: Steps) -> H.Drop {
    let other = surface[place + steps[way]]
    return other.isNone ? H.noDrop : surface[place].drop(to: other)
  }

  /// Whether a cell has no lower neighbour to drain to.
  private func isLevel(_ place: Int, _ steps: Steps) -> Bool {
    receiver(of: place, steps).map { surface[$0] >= surface[place] } ?? true
  }

  private func levelReceiver(of place: Int) -> UInt8 {
    courses[place].leadsOn ? 1 << courses[place].bits : 0
  }
}

extension Field<Int64> {
  /// Gives parts of an amount at a place to its neighbours; nothing of it is lost.
  fileprivate func part(
    _ amount: Int64, from place: Int, by shares: Shares, steepest: Course, _ steps: Steps
  ) {
    // Shares too small for a number are none, and all goes down the steepest descent.
    var (total, largest) = (0.0, Int(steepest.bits))
    for way in 0..<8 {
      total += shares[way]
      if shares[way] > shares[largest] { largest = way }
    }
    var left = amount
    for way in 0..<8 where shares[way] > 0 && way != largest {
      let share = UInt64((shares[way] / total * 0x1p32).rounded(.down))
      let product = amount.magnitude.multipliedFullWidth(by: share)
      let part = Int64(product.high << 32 | product.low >> 32)
      self[place + steps[way]] += part
      left -= part
    }
    self[place + steps[largest]] += left
  }
}
