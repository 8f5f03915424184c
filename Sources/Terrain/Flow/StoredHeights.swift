extension Heights {
  /// Heights in the type in which their producer stored them, from whatever they were read into.
  ///
  /// - Parameter values: metres, row by row; not finite where there is none.
  /// - Throws: `HeightKindError` at the first value that the type cannot hold.
  @specialized(where Number == Float)
  @specialized(where Number == Double)
  package init<Number: SurfaceNumber>(_ values: [Number], storedAs kind: HeightKind) throws(HeightKindError) {
    switch kind {
    case .wholeMetres:
      self = .wholeMetres(
        try converted(values, kind) { value in
          value.isFinite ? Int16(exactly: value).flatMap { $0.isNone ? nil : $0 } : Int16.none
        })
    case .single:
      if let same = values as? [Float] {
        self = .single(same)
      } else {
        self = .single(
          try converted(values, kind) { value in
            let single = Float(value)
            return !value.isFinite || Number(single) == value ? single : nil
          })
      }
    case .double: self = .double(values as? [Double] ?? values.map(\.double))
    }
  }
}

/// - Parameter convert: gives `nil` of a height that does not fit.
@inline(__always)
private func converted<Number: SurfaceNumber, Height>(
  _ values: [Number], _ kind: HeightKind, _ convert: (Number) -> Height?
) throws(HeightKindError) -> [Height] {
  var heights: [Height] = []
  heights.reserveCapacity(values.count)
  for value in values {
    guard let height = convert(value) else {
      throw HeightKindError(kind: kind, height: value.double, place: heights.count)
    }
    heights.append(height)
  }
  return heights
}

/// A height that the type in which it should be stored cannot hold.
package struct HeightKindError: Error, Hashable, Sendable, CustomStringConvertible {
  package var kind: HeightKind
  /// m.
  package var height: Double
  /// The place of its cell among those given.
  package var place: Int

  package var description: String {
    "heights, cell \(place): error: \(height) m is not \(what)\n  Store these heights as \(mend)."
  }

  private var what: String {
    switch kind {
    case .wholeMetres: "a whole number of metres from -32767 to 32767"
    case .single: "a number in single precision"
    case .double: "a number in double precision"
    }
  }

  private var mend: String {
    let others = HeightKind.allCases.filter { $0.bytes > kind.bytes }.map { "'\($0.rawValue)'" }
    return others.joined(separator: " or ")
  }
}
