package import Checksums

/// One thing that can change a task's bytes, in a form a person can read.
///
/// A task's key is the digest of its ingredients; nothing else decides whether it runs again.
package struct Ingredient: Hashable, Sendable, Codable {
  package enum Kind: String, Hashable, Sendable, Codable {
    /// A value of the manifest, in canonical spelling.
    case parameter
    /// The digest of an input artifact.
    case input
    /// The version of a library that can change bytes.
    case library
    /// The digest of everything upstream, for a task that writes provenance.
    case lineage
  }

  package var kind: Kind
  package var name: String
  package var value: String

  package init(kind: Kind, name: String, value: String) {
    self.kind = kind
    self.name = name
    self.value = value
  }

  package static func parameter(_ name: String, _ value: some CustomStringConvertible) -> Ingredient {
    Ingredient(kind: .parameter, name: name, value: value.description)
  }

  package static func library(_ name: String, _ version: String) -> Ingredient {
    Ingredient(kind: .library, name: name, value: version)
  }
}

extension Ingredient: Comparable {
  /// By kind, then by name.
  package static func < (a: Ingredient, b: Ingredient) -> Bool {
    (a.kind.rawValue, a.name, a.value) < (b.kind.rawValue, b.name, b.value)
  }
}

/// A file that a task made: its name within the task, its SHA-256 and its size.
package struct ArtifactReference: Hashable, Sendable, Codable {
  package var name: String
  package var digest: Digest
  package var bytes: Int

  package init(name: String, digest: Digest, bytes: Int) {
    self.name = name
    self.digest = digest
    self.bytes = bytes
  }
}

/// Where the bytes of a source come from and under which terms.
package struct SourceProvenance: Hashable, Sendable, Codable {
  package struct File: Hashable, Sendable, Codable {
    package var name: String
    package var url: String?
    package var digest: Digest?

    package init(name: String, url: String?, digest: Digest?) {
      self.name = name
      self.url = url
      self.digest = digest
    }
  }

  package var id: String
  package var title: String
  package var files: [File]
  package var doi: String?
  package var citation: String?
  package var licence: String?
  /// How the bytes are obtained: url, doi, registration, request, printed or generated.
  package var access: String

  package init(
    id: String, title: String, files: [File], doi: String?, citation: String?, licence: String?, access: String
  ) {
    self.id = id
    self.title = title
    self.files = files
    self.doi = doi
    self.citation = citation
    self.licence = licence
    self.access = access
  }
}

/// What is known of one finished task and is the same in every run: no time, no host, no path.
///
/// One line of `provenance/tasks.jsonl` in a release.
package struct TaskProvenance: Hashable, Sendable, Codable {
  package struct Input: Hashable, Sendable, Codable {
    /// What the task calls it.
    package var name: String
    /// The task that made it.
    package var task: String
    package var artifacts: [ArtifactReference]

    package init(name: String, task: String, artifacts: [ArtifactReference]) {
      self.name = name
      self.task = task
      self.artifacts = artifacts
    }
  }

  package var id: String
  package var stage: String
  package var revision: Int
  package var key: Digest
  /// Sorted.
  package var ingredients: [Ingredient]
  package var inputs: [Input]
  package var outputs: [ArtifactReference]
  /// Only for tasks of the stage `sources`.
  package var source: SourceProvenance?

  package init(
    id: String, stage: String, revision: Int, key: Digest, ingredients: [Ingredient], inputs: [Input],
    outputs: [ArtifactReference], source: SourceProvenance?
  ) {
    self.id = id
    self.stage = stage
    self.revision = revision
    self.key = key
    self.ingredients = ingredients
    self.inputs = inputs
    self.outputs = outputs
    self.source = source
  }
}
