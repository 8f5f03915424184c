import Checksums

/// A walk through the folders of a store, which keeps count of what it does not know and of what it may not read.
struct StoreWalk {
  let root: String
  /// Whether to look into folders that are links to folders elsewhere.
  let followingLinks: Bool
  private(set) var folders: [Survey.File] = []
  private(set) var unknown: [String] = []
  /// Links that are not followed and stand where the store would have a file or folder of its own.
  private(set) var links: [String] = []
  private(set) var unreadable: [StoreError] = []

  init(root: String, followingLinks: Bool) {
    self.root = root
    self.followingLinks = followingLinks
  }

  /// The bytes of a small file; `nil` where it vanished or cannot be read.
  mutating func read(_ file: Survey.File) -> [UInt8]? {
    tried(file.path) { path throws(StoreError) in try FileSystem.contents(of: path) } ?? nil
  }

  /// The files of `folder` whose names are such; others are unknown.
  mutating func files(in folder: String, _ isKnown: (String) -> Bool) -> [Survey.File] {
    entries(of: folder).compactMap { name, file in
      let isKnown = isKnown(name)
      guard file.status.kind == .file, isKnown else {
        refuse(file, isKnown: isKnown)
        return nil
      }
      return file
    }
  }

  /// The files of `folder/<first>/<second>`, both of names of the store's making.
  mutating func pairs(
    in folder: String, _ isKnown: (String) -> Bool
  ) -> [(file: Survey.File, first: String, second: String)] {
    subfolders(of: folder, isFileName).flatMap { first, path in
      files(in: path, isKnown).map { ($0, first, String($0.path.dropFirst(path.count + 1))) }
    }
  }

  /// The files `folder/ab/<digest><suffix>`.
  mutating func named(in folder: String, suffix: String) -> [(file: Survey.File, digest: Digest)] {
    subfolders(of: folder) { $0.count == 2 }.flatMap { first, path in
      files(in: path) { name in
        guard name.hasSuffix(suffix), name.hasPrefix(first) else { return false }
        let stem = String(name.dropLast(suffix.count))
        return Digest(hexadecimal: stem)?.hexadecimal == stem
      }.compactMap { file in
        // The name was found to be one just now.
        Digest(hexadecimal: String(file.path.dropFirst(path.count + 1).prefix(64))).map { (file, $0) }
      }
    }
  }

  /// Each entry of `folder`, with all that lies in it where it is a folder itself.
  mutating func heaps(in folder: String, _ isKnown: (String) -> Bool) -> [Survey.Heap] {
    entries(of: folder).map { name, file in
      if !isKnown(name) { unknown.append(file.path) }
      var files = [file]
      if file.status.kind == .folder {
        let below = tried(file.path) { path throws(StoreError) in try FileSystem.files(below: path) } ?? []
        files = below.compactMap { status(of: "\(file.path)/\($0)") }
      }
      return Survey.Heap(path: file.path, files: files, isKnown: isKnown(name))
    }
  }

  /// Counts as unknown whatever stands beside the folders of these names.
  mutating func noteOthers(than known: Set<String>) {
    for (name, file) in entries(of: "") where !known.contains(name) { unknown.append(file.path) }
  }

  /// The folders in `folder` whose names are such; whatever else is there is unknown.
  private mutating func subfolders(
    of folder: String, _ isKnown: (String) -> Bool
  ) -> [(name: String, path: String)] {
    entries(of: folder).compactMap { name, file in
      let isKnown = isKnown(name)
      guard file.status.kind == .folder, isKnown else {
        refuse(file, isKnown: isKnown)
        return nil
      }
      folders.append(file)
      return (name, file.path)
    }
  }

  /// The entries of a folder of the store, sorted by name. A link in a folder's stead is unknown.
  private mutating func entries(of folder: String) -> [(name: String, file: Survey.File)] {
    if !folder.isEmpty {
      guard let file = status(of: folder) else { return [] }
      guard file.status.kind == .folder else {
        refuse(file, isKnown: true)
        return []
      }
    }
    let names = tried(folder) { path throws(StoreError) in try FileSystem.entries(of: path) } ?? []
    return names.compactMap { name in
      status(of: folder.isEmpty ? name : "\(folder)/\(name)").map { (name, $0) }
    }
  }

  private mutating func refuse(_ file: Survey.File, isKnown: Bool) {
    unknown.append(file.path)
    if isKnown, file.status.kind == .link { links.append(file.path) }
  }

  /// `nil` where nothing stands there any more, or it cannot be looked at.
  private mutating func status(of path: String) -> Survey.File? {
    let following = followingLinks
    let found = tried(path) { path throws(StoreError) -> FileSystem.Status? in
      // What a link that leads nowhere is told as is the link.
      if following, let target = try FileSystem.status(of: path, followingLinks: true) { return target }
      return try FileSystem.status(of: path)
    }
    return (found ?? nil).map { Survey.File(path: path, status: $0) }
  }

  /// What is done with a path of the store; `nil` where the system refuses.
  private mutating func tried<Value>(_ path: String, _ work: (String) throws(StoreError) -> Value) -> Value? {
    do throws(StoreError) {
      return try work("\(root)/\(path)")
    } catch {
      unreadable.append(error)
      return nil
    }
  }
}
