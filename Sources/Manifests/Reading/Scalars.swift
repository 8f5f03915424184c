extension Reading where Value == String {
  /// Any text that is not empty.
  static var text: Reading { text("a text") }

  static func text(_ wanted: String) -> Reading {
    Reading(wanted) { item throws(Noted) in
      guard let text = item.scalar, text.contains(where: { !$0.isWhitespace }) else {
        throw item.problem(.wrongType(key: item.key, found: item.scalar == nil ? item.kind : "empty", wanted: wanted))
      }
      item.understood(as: .text)
      return text
    }
  }

  /// A text of a form.
  static func text(_ shape: Shape) -> Reading {
    Reading(shape.wanted) { item throws(Noted) in
      let text = try Reading.text(shape.wanted).read(item)
      guard shape.matches(text) else {
        throw item.problem(.malformed(key: item.key, found: text, wanted: shape.wanted))
      }
      item.understood(as: .word)
      return text
    }
  }

  /// One of several words.
  static func word(among allowed: [String]) -> Reading {
    let wanted = allowed.count == 1 ? "'\(allowed.joined())'" : "one of \(allowed.joined(separator: ", "))"
    return Reading(wanted) { item throws(Noted) in
      let word = try Reading.text(wanted).read(item)
      guard allowed.contains(word) else {
        throw item.problem(
          .unknownWord(key: item.key, found: word, nearest: nearestWord(to: word, among: allowed), allowed: allowed))
      }
      item.understood(as: .word)
      return word
    }
  }

  /// A name that stands elsewhere.
  static func name(of kind: ManifestError.NameKind, among known: [String]) -> Reading {
    Reading("the name of a \(kind.rawValue)") { item throws(Noted) in
      let name = try Reading.text("the name of a \(kind.rawValue)").read(item)
      guard known.contains(name) else {
        throw item.problem(.unknownName(kind, name, nearest: nearestWord(to: name, among: known), known: known))
      }
      item.understood(as: .word)
      return name
    }
  }
}

extension Reading where Value: CaseIterable & RawRepresentable<String> {
  static var choice: Reading { choice(among: Array(Value.allCases)) }

  static func choice(among allowed: [Value]) -> Reading {
    let word = Reading<String>.word(among: allowed.map(\.rawValue))
    return Reading(word.wanted) { item throws(Noted) in
      let raw = try word.read(item)
      guard let value = Value(rawValue: raw) else { preconditionFailure("\(raw) is the raw value of a case") }
      return value
    }
  }
}

extension Reading where Value == Double {
  /// A bare number, or one in the unit that its neighbour names.
  static func number(in allowed: ClosedRange<Double>, _ unit: String = "") -> Reading {
    Reading("a number") { item throws(Noted) in
      guard let number = item.plainScalar.flatMap({ DecimalText($0) }), let value = number.value() else {
        throw item.problem(.wrongType(key: item.key, found: item.kind, wanted: "a number"))
      }
      item.understood(as: .number(number.canonical))
      return try item.check(value, allowed, unit)
    }
  }

  /// A number with its unit, `10 km`; kept in the first unit of the dimension, in which the range is given too.
  static func quantity(_ dimension: Dimension, in allowed: ClosedRange<Double>) -> Reading {
    Reading(dimension.wanted) { item throws(Noted) in
      guard let text = item.scalar else {
        throw item.problem(.wrongType(key: item.key, found: item.kind, wanted: dimension.wanted))
      }
      let words = text.split(separator: " ", maxSplits: 1)
      guard let number = words.first.flatMap({ DecimalText($0) }), number.value() != nil else {
        throw item.problem(.malformed(key: item.key, found: text, wanted: dimension.wanted))
      }
      let spelling = words.count == 2 ? String(words[1]) : ""
      guard let unit = dimension.units.first(where: { $0.spelling == spelling }),
        let value = number.value(powerOfTen: unit.powerOfTen)
      else {
        let known = dimension.units.map(\.spelling)
        throw item.problem(.badUnit(key: item.key, found: spelling, known: known, wanted: dimension.wanted))
      }
      item.understood(as: .number("\(number.canonical) \(spelling)"))
      return try item.check(value, allowed, dimension.symbol)
    }
  }
}

extension Reading where Value == ClosedRange<Double> {
  /// `[low, high]`, in the unit that a neighbour names.
  static var interval: Reading {
    let numbers = Reading<Double>.number(in: -1e30...1e30).list("two numbers, such as [-30, 35]", count: 2...2)
    return Reading(numbers.wanted) { item throws(Noted) in
      let ends = try numbers.read(item)
      guard ends[0] <= ends[1] else {
        throw item.problem(
          .malformed(key: item.key, found: "\(ends)", wanted: "the lower number first, such as [-30, 35]"))
      }
      return ends[0]...ends[1]
    }
  }

  /// `0 to 0.5 m`, within what is allowed.
  static func interval(unit: String, in allowed: ClosedRange<Double>) -> Reading {
    let example = "\(numberText(allowed.lowerBound)) to \(numberText(allowed.upperBound, unit))"
    let wanted = "a range\(unit == "1" ? "" : " with its unit"), such as '\(example)'"
    return Reading(wanted) { item throws(Noted) in
      let text = try Reading<String>.text(wanted).read(item)
      guard let match = text.wholeMatch(of: /(\S+) to (\S+)( (\S+))?/), let least = DecimalText(match.1),
        let most = DecimalText(match.2), let low = least.value(), let high = most.value(), low <= high
      else { throw item.problem(.malformed(key: item.key, found: text, wanted: wanted)) }
      let found = match.4.map(String.init) ?? (unit == "1" ? "1" : "")
      guard found == unit else {
        throw item.problem(.badUnit(key: item.key, found: found, known: [unit], wanted: wanted))
      }
      item.understood(as: .number("\(least.canonical) to \(most.canonical)\(unit == "1" ? "" : " \(unit)")"))
      return try item.check(low, allowed, unit)...item.check(high, allowed, unit)
    }
  }
}

extension Reading where Value == Int {
  static func count(in allowed: ClosedRange<Int>, _ unit: String = "") -> Reading {
    Reading("a whole number") { item throws(Noted) in
      guard let text = item.plainScalar, let value = Int(text) else {
        throw item.problem(.wrongType(key: item.key, found: item.kind, wanted: "a whole number"))
      }
      item.understood(as: .number("\(value)"))
      _ = try item.check(Double(value), Double(allowed.lowerBound)...Double(allowed.upperBound), unit)
      return value
    }
  }
}

extension Reading where Value == ClosedRange<Int> {
  /// `2000 to 2015`, or one number that is both ends.
  static func span(_ wanted: String, in allowed: ClosedRange<Int>) -> Reading {
    Reading(wanted) { item throws(Noted) in
      let text = try Reading<String>.text(wanted).read(item)
      guard let match = text.wholeMatch(of: /([0-9]{1,9})( to ([0-9]{1,9}))?/), let first = Int(match.1),
        let last = match.3.map({ Int($0) }) ?? first, first <= last, allowed.contains(first), allowed.contains(last)
      else { throw item.problem(.malformed(key: item.key, found: text, wanted: wanted)) }
      item.understood(as: .word)
      return first...last
    }
  }
}

extension Reading where Value == Bool {
  static var flag: Reading {
    Reading("true or false") { item throws(Noted) in
      switch item.plainScalar {
      case "true": return true
      case "false": return false
      default: throw item.problem(.wrongType(key: item.key, found: item.kind, wanted: "true or false"))
      }
    }
  }
}

extension Item {
  fileprivate func check(
    _ value: Double, _ allowed: ClosedRange<Double>, _ unit: String
  ) throws(Noted) -> Double {
    guard allowed.contains(value) else {
      throw problem(.outOfRange(key: key, found: value, allowed: allowed, unit: unit))
    }
    return value
  }
}
