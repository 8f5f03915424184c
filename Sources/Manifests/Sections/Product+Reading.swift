extension Product {
  static var reading: Reading<Product> {
    .section("a mapping that says what the product is") { section throws(Noted) in
      let id = section.required("id", .text(.identifier))
      let version = section.required("version", .text(.version))
      let title = section.required("title", .text)
      let kind = section.required("kind", Reading<Kind>.choice)
      let releaseDate = section.required("release-date", .text(.date))
      let creators = section.required(
        "creators", Creator.reading.list("a list of creators, such as '- {name: …, type: personal}'", count: 1 ... .max)
      )
      let licence = section.required("licence", .text(.licence))
      let keywords = section.required("keywords", Reading<String>.text.distinctList("a list of words"))
      let supplements = section.optional("supplements", Supplement.reading)
      let seed = section.required("seed", .count(in: 0...9_007_199_254_740_992))
      let summary = section.required("summary", .text("one paragraph that says what this is"))
      let limits = section.required(
        "limits", Reading<String>.text.list("a list of what a reader must know before using it"))
      return try Product(
        id: id.get(), version: version.get(), title: title.get(), kind: kind.get(), releaseDate: releaseDate.get(),
        creators: creators.get(), licence: licence.get(), keywords: keywords.get(), supplements: supplements.get(),
        seed: UInt64(seed.get()), summary: summary.get(), limits: limits.get())
    }
  }
}

extension Product.Creator {
  static var reading: Reading<Product.Creator> {
    .section("a creator, such as '{name: …, type: personal}'") { section throws(Noted) in
      let name = section.required("name", .text)
      let type = section.required("type", .word(among: ["personal", "organizational"]))
      let orcid = section.optional("orcid", .text(.orcid))
      let affiliation = section.optional("affiliation", .text)
      return try Product.Creator(
        name: name.get(), organizational: type.get() == "organizational", orcid: orcid.get(),
        affiliation: affiliation.get())
    }
  }
}

extension Product.Supplement {
  static var reading: Reading<Product.Supplement> {
    .section("the publication it belongs to, such as '{doi: …, as: article}'") { section throws(Noted) in
      let doi = section.required("doi", .text(.doi))
      let form = section.required("as", .word(among: ["preprint", "article"]))
      return try Product.Supplement(doi: doi.get(), form: form.get())
    }
  }
}
