extension SourceSpecification {
  static func reading(_ id: String) -> Reading<SourceSpecification> {
    .section("a source with its title and files") { section throws(Noted) in
      let title = section.required("title", .text)
      let obtain = section.optional("obtain", Obtaining.reading, or: Obtaining(access: .url, from: nil, steps: []))
      let fetched = (try? obtain.get().access == .url) ?? false
      let files = section.required(
        "files",
        File.reading(fetched: fetched).list("a list of files, such as '- {path: bio1.bil, url: …}'", count: 1 ... .max)
          .map { $0.flatMap(\.self) })
      let raster = section.optional("raster", RasterDeclaration.reading)
      let vector = section.optional("vector", VectorDeclaration.reading)
      let cite = section.optional("cite", Citation.reading)
      let licence = section.optional("licence", Licence.reading)
      let period = section.optional("period", .span("a year or a range of years, such as '2000 to 2015'", in: 1...9999))
      let substitutes = section.optional("substitutes", .text)
      if section.contains("raster"), section.contains("vector") {
        throw section.problem(.notExactlyOne(of: ["raster", "vector"], found: ["raster", "vector"]))
      }
      let paths = try files.get().map(\.path)
      for (index, path) in paths.enumerated() where paths[..<index].contains(path) {
        throw section.problem(.repeated(path, key: "files"), with: "files")
      }
      return try SourceSpecification(
        id: id, title: title.get(), files: files.get(), raster: raster.get(), vector: vector.get(),
        access: obtain.get().access, obtainFrom: obtain.get().from, steps: obtain.get().steps, cite: cite.get(),
        licence: licence.get(), period: period.get(), substitutes: substitutes.get())
    }
  }

  /// How the bytes are had, where it is not by a plain URL.
  fileprivate struct Obtaining {
    var access: Access
    var from: String?
    var steps: [String]

    static var reading: Reading<Obtaining> {
      .section("the way to it, such as '{how: request, from: …, steps: […]}'") { section throws(Noted) in
        let access = section.required("how", Reading<Access>.choice)
        if case .failure = access { section.know("from", "steps") }
        let how = try access.get()
        if how == .url || how == .generated { return Obtaining(access: how, from: nil, steps: []) }
        let from = section.required("from", .text("whom or where it comes from"))
        let steps = section.required("steps", Reading<String>.text.list("a list of what to do", count: 1 ... .max))
        return try Obtaining(access: how, from: from.get(), steps: steps.get())
      }
    }
  }
}

extension SourceSpecification.RasterDeclaration {
  /// Factors and no-data values of any size that a file format knows.
  private static let anyNumber = -1e300...1e300

  static var reading: Reading<SourceSpecification.RasterDeclaration> {
    .section("what the values of the raster are") { section throws(Noted) in
      let unit = section.optional("unit", .unit)
      let scale = section.optional("scale", .number(in: anyNumber), or: 1)
      let offset = section.optional("offset", .number(in: anyNumber), or: 0)
      let nodata = section.optional("nodata", .number(in: anyNumber))
      let crs = section.optional("crs", .text(.crs))
      let replacesCRS = section.optional("replaces-crs", .flag, or: false)
      let registration = section.optional("registration", Reading<Registration>.choice)
      let variable = section.optional("variable", .text)
      let expect = section.optional("expect", .interval)
      if case .success(true) = replacesCRS, !section.contains("crs") {
        throw section.problem(.outOfPlace(key: "replaces-crs", because: "no 'crs' is given"), with: "replaces-crs")
      }
      return try SourceSpecification.RasterDeclaration(
        unit: unit.get(), scale: scale.get(), offset: offset.get(), nodata: nodata.get(), crs: crs.get(),
        replacesCRS: replacesCRS.get(), registration: registration.get(), variable: variable.get(),
        expect: expect.get())
    }
  }
}

extension SourceSpecification.VectorDeclaration {
  static var reading: Reading<SourceSpecification.VectorDeclaration> {
    .section("what the outlines are") { section throws(Noted) in
      let crs = section.optional("crs", .text(.crs))
      let layer = section.optional("layer", .text)
      return try SourceSpecification.VectorDeclaration(crs: crs.get(), layer: layer.get())
    }
  }
}

extension SourceSpecification.Citation {
  static var reading: Reading<SourceSpecification.Citation> {
    .section("a citation, such as '{doi: …, text: …}'") { section throws(Noted) in
      let doi = section.optional("doi", .text(.doi))
      let text = section.optional("text", .text)
      return try SourceSpecification.Citation(doi: doi.get(), text: text.get())
    }
  }
}

extension SourceSpecification.Licence {
  static var reading: Reading<SourceSpecification.Licence> {
    .section("a licence, such as '{id: CC-BY-4.0, redistribute: true}'") { section throws(Noted) in
      let id = section.required("id", .text(.licence))
      let redistribute = section.required("redistribute", .flag)
      let note = section.optional("note", .text)
      return try SourceSpecification.Licence(id: id.get(), redistribute: redistribute.get(), note: note.get())
    }
  }
}
