extension GridSpecification {
  /// Cells from a metre to the size of a country.
  private static let lengths = 1.0...1e6

  static func reading(_ names: Names) -> Reading<GridSpecification> {
    .section("a mapping that says where the cells lie") { section throws(Noted) in
      let crs = section.required("crs", .text(.crs))
      let cell = section.required("cell", .quantity(.length, in: lengths))
      let snap = section.required("snap", .quantity(.length, in: lengths))
      let area = section.required("area", Area.reading(names))
      let masks = section.required(
        "masks", Reading<MaskSpecification>.named("a mapping from names to masks") { .mask($0, names) })
      if case .success(let cell) = cell, case .success(let snap) = snap, snap.remainder(dividingBy: cell) != 0 {
        let found = section["snap"]?.scalar ?? ""
        throw section.problem(
          .malformed(key: "snap", found: found, wanted: "a whole multiple of 'cell'"), with: "snap")
      }
      return try GridSpecification(
        crs: crs.get(), cell: cell.get(), snap: snap.get(), area: area.get(), masks: masks.get())
    }
  }
}

extension GridSpecification.Area {
  static func reading(_ names: Names) -> Reading<GridSpecification.Area> {
    .section("an outline, such as '{source: boundary, rule: centre-inside}'") { section throws(Noted) in
      let source = section.required("source", names.source)
      let rule = section.required("rule", Reading<RasteriseRule>.choice)
      return try GridSpecification.Area(source: source.get(), rule: rule.get())
    }
  }
}

extension Reading where Value == GridSpecification.MaskSpecification {
  /// Either outlines with a `rule`, or a raster with `where` and the least `share` of a cell.
  fileprivate static func mask(_ name: String, _ names: Names) -> Reading {
    .section("a mask, such as '{source: lakes, rule: centre-inside}'") { section throws(Noted) in
      let source = section.required("source", names.source)
      let kind = Result { () throws(Noted) in try section.only(of: ["where", "rule"]) }
      switch kind {
      case .success("rule"):
        let rule = section.required("rule", Reading<RasteriseRule>.choice)
        return try Value(name: name, source: source.get(), condition: nil, share: nil, rule: rule.get())
      case .success:
        let condition = section.required("where", .condition)
        let share = section.required("share", .number(in: 0...1))
        return try Value(name: name, source: source.get(), condition: condition.get(), share: share.get(), rule: nil)
      case .failure(let noted):
        section.know("share")
        throw noted
      }
    }
  }
}

extension Reading where Value == Condition {
  /// `value >= 90`.
  static var condition: Reading {
    let wanted = "a condition, such as 'value >= 90'"
    return Reading(wanted) { item throws(Noted) in
      let text = try Reading<String>.text(wanted).read(item)
      let words = text.split(separator: " ")
      guard words.count == 3, words[0] == "value",
        let comparison = Condition.Comparison(rawValue: String(words[1])), let number = DecimalText(words[2]),
        let value = number.value()
      else { throw item.problem(.malformed(key: item.key, found: text, wanted: wanted)) }
      item.understood(as: .number("value \(comparison.rawValue) \(number.canonical)"))
      return Condition(comparison: comparison, value: value)
    }
  }
}
