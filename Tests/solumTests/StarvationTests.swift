import Foundation
import Testing

/// What the machine that these tests run on lets them do.
private enum Machine {
  /// File systems of our own, in a name space of our own.
  static let mayMount = runs("unshare -rm mount -t tmpfs tmpfs /mnt")
  /// The superuser's rights can be given up, and the executable be reached without them.
  static let mayBeNobody = geteuid() != 0 || runs("\(nobody) \"$SOLUM\" --version")
  /// What runs a command without the superuser's rights.
  static let nobody = geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : "env"

  private static func runs(_ line: String) -> Bool { (try? Program.shell(line, in: "/"))?.status == 0 }
}

/// The disk is full, or may not be written to.
@Suite struct `A run that starves` {
  /// The release once more, where there is room; what was finished is not made again.
  private func goOn(_ place: Workplace, store: String, as manifest: String = TinyProduct.manifest) throws {
    let contents = try place.contents(of: store)
    #expect(contents.unsound == [])
    let next = try place.solum("release", manifest, "--store", store, "--progress", "json")
    #expect(next.status == 0, "\(next.talk)")
    #expect(try contents.finished.isDisjoint(with: next.started))
    #expect(try place.sums == TinyProduct.released().place.sums)
  }

  /// The store is full when figures are drawn.
  @Test(.enabled(if: Machine.mayMount, "no file system can be mounted here"))
  func `on a full disk ends with 74 and the path, and goes on where there is room`() throws {
    let place = try TinyProduct.declared()
    let full = try Program.shell(
      """
      mkdir full kept && exec unshare -rm sh -c '
        mount -t tmpfs -o size=3600k tmpfs full
        "$SOLUM" release \(TinyProduct.manifest) --store full; code=$?
        cp -a full/. kept; exit $code'
      """, in: place.folder)
    #expect(full.status == 74, "\(full.talk)")
    #expect(full.talk.contains("No space left on device\n"), "\(full.talk)")
    #expect(full.talk.contains("\(place.path("full"))/") && !full.talk.contains("NSCocoaErrorDomain"), "\(full.talk)")
    #expect(try place.scratch(of: "kept") == [] && !place.exists("Releases"))
    try goOn(place, store: "kept")
  }

  @Test func `within a limit of the size of files ends with 74 and the path, and goes on without`() throws {
    let place = try TinyProduct.declared()
    let limited = try Program.shell("ulimit -f 100; exec \"$SOLUM\" release \(TinyProduct.manifest)", in: place.folder)
    #expect(limited.status == 74, "\(limited.talk)")
    #expect(limited.talk.contains("\(place.path(".solum/scratch"))/"), "\(limited.talk)")
    #expect(limited.talk.contains("error: cannot write: File too large"), "\(limited.talk)")
    #expect(try place.contents().unsound == [] && place.scratch() == [])
  }

  @Test(.enabled(if: Machine.mayMount, "no file system can be mounted here"))
  func `in a store that may only be read finds what is fresh, and ends with 73 and the path for the rest`() throws {
    let place = try TinyProduct.copy()
    let before = try place.files(below: ".solum")
    func release(_ arguments: String) throws -> Program.Outcome {
      try Program.shell(
        """
        exec unshare -rm sh -c '
          mount --bind .solum .solum && mount -o remount,ro,bind .solum && exec "$SOLUM" release \(arguments)'
        """, in: place.folder)
    }
    let fresh = try release("\(TinyProduct.manifest) --output elsewhere")
    #expect(fresh.status == 0, "\(fresh.talk)")
    #expect(try place.read("elsewhere/tiny-0.1.0/SHA256SUMS") == place.sums)
    try place.edit(TinyProduct.manifest, "title: Solum thickness", "title: Thickness")
    let stale = try release(TinyProduct.manifest)
    #expect(stale.status == 73, "\(stale.talk)")
    #expect(stale.talk.contains("\(place.path(".solum"))/"), "\(stale.talk)")
    #expect(stale.talk.contains("the file system is read-only: name another store with --store"))
    #expect(try place.files(below: ".solum") == before && place.contents().unsound == [])
    #expect(try place.solum("verify", TinyProduct.release).status == 0)
  }

  @Test(.enabled(if: Machine.mayBeNobody, "the superuser's rights cannot be given up here"))
  func `in a store of somebody else finds what is fresh, and ends with 77 and the path for the rest`() throws {
    let place = try TinyProduct.copy()
    try place.edit(TinyProduct.manifest, "title: Solum thickness", "title: Thickness")
    let before = try place.files(below: ".solum")
    let barred = try Program.shell(
      """
      find .solum -type d -exec chmod 555 {} +
      \(Machine.nobody) "$SOLUM" release \(TinyProduct.manifest) --progress plain; code=$?
      find .solum -type d -exec chmod 755 {} +
      exit $code
      """, in: place.folder)
    #expect(barred.status == 77, "\(barred.talk)")
    #expect(barred.talk.contains("\(place.path(".solum"))/"), "\(barred.talk)")
    #expect(barred.talk.contains("Permission denied"), "\(barred.talk)")
    #expect(barred.talk.contains("reused"), "\(barred.talk)")
    #expect(try place.files(below: ".solum") == before && place.contents().unsound == [])
    #expect(try place.solum("release", TinyProduct.manifest).status == 0)
  }

  /// In kilobytes, beyond what the old release takes: too little for the first new file, and for the archive.
  @Test(.enabled(if: Machine.mayMount, "no file system can be mounted here"), arguments: [4, 2000])
  func `on a full disk for releases ends with 74 and the path, and leaves the old release as it was`(room: Int) throws {
    let place = try TinyProduct.copy()
    try place.edit(TinyProduct.manifest, "title: Solum thickness", "title: Thickness")
    let full = try Program.shell(
      """
      mv Releases old && mkdir Releases && exec unshare -rm sh -c '
        mount -t tmpfs -o size=$((\(room) + $(du -sk old | cut -f 1)))k tmpfs Releases && cp -a old/. Releases
        "$SOLUM" release \(TinyProduct.manifest); code=$?
        (cd \(TinyProduct.release) && sha256sum --check --strict --quiet SHA256SUMS) >&2 || code=1
        (cd Releases && sha256sum --check --strict --quiet tiny-0.1.0.zip.sha256) >&2 || code=1
        diff -rq old Releases >&2 || code=1
        exit $code'
      """, in: place.folder)
    #expect(full.status == 74, "\(full.talk)")
    #expect(full.talk.contains(/Releases\/tiny-0\.1\.0[^ ]*: error: cannot write: No space left/), "\(full.talk)")
    #expect(try place.contents().unsound == [])
    let next = try place.solum("release", TinyProduct.manifest, "--progress", "json")
    #expect(try next.status == 0 && next.started == [])
  }
}
