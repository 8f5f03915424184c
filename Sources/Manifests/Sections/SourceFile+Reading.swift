extension SourceSpecification.File {
  /// One file, or a series whose names count something: `{path: "pre_{year}.nc", for: {year: 2000 to 2015}}`.
  static func reading(fetched: Bool) -> Reading<[SourceSpecification.File]> {
    Reading<[SourceSpecification.File]>.section("a file, such as '{path: bio1.bil, url: …}'") { section throws(Noted) in
      let path = section.required("path", .text(.relativePath))
      let url =
        fetched
        ? section.required("url", .text(.url)).map(Optional.some) : section.optional("url", .text(.url))
      let counters = section.optional("for", Reading<Counter>.named("a mapping from words to ranges") { .counter($0) })
      guard let counters = try counters.get() else {
        return [try SourceSpecification.File(path: path.get(), url: url.get())]
      }
      let (pattern, address) = (try path.get(), try url.get())
      for (key, text) in [("path", pattern), ("url", address)] {
        guard let text, let missing = counters.first(where: { !text.contains($0.mark) }) else { continue }
        throw section.problem(
          .malformed(key: key, found: text, wanted: "a text with '\(missing.mark)' in it"), with: key)
      }
      return counters.reduce([SourceSpecification.File(path: pattern, url: address)]) { files, counter in
        files.flatMap { file in
          counter.numbers.map { number in
            SourceSpecification.File(
              path: file.path.replacing(counter.mark, with: number),
              url: file.url?.replacing(counter.mark, with: number))
          }
        }
      }
    }
  }

  /// What the names of a series of files count.
  fileprivate struct Counter {
    var name: String
    var range: ClosedRange<Int>
    /// Digits that the first number is written with; leading zeros fill the others up to it.
    var digits: Int

    var mark: String { "{\(name)}" }

    var numbers: [String] {
      range.map { number in
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
      }
    }
  }
}

extension Reading where Value == SourceSpecification.File.Counter {
  /// `073 to 104`.
  fileprivate static func counter(_ name: String) -> Reading {
    let span = Reading<ClosedRange<Int>>.span("a range of whole numbers, such as '073 to 104'", in: 0...99_999)
    return Reading(span.wanted) { item throws(Noted) in
      Value(name: name, range: try span.read(item), digits: item.scalar?.prefix { $0.isWholeNumber }.count ?? 1)
    }
  }
}
