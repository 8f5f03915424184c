import Acquisition
import Adversity
import Checksums
import Engine
import Foundation
import Synchronization
import Testing

@Suite struct TransferTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  /// The error of a fetch that must fail.
  private func failure(_ file: WantedFile, attempts: Int = 2, mirrors: [Mirror] = []) throws -> AcquisitionError {
    try #require(
      #expect(throws: AcquisitionError.self) {
        try place.fetcher(mirrors, attempts: attempts).fetch(file, to: place.destination)
      })
  }

  @Test func `A file whose bytes are the pinned ones arrives, and nothing is left beside it`() throws {
    let server = try LoopbackServer { request, _ in .file(original, tag: "\"1\"", to: request) }
    defer { server.stop() }
    let found = try place.fetcher().fetch(.pinned([server.url("/f")], bytes: 100_000), to: place.destination)
    #expect(found.digest == Digest(of: original) && found.bytes == 100_000)
    #expect(found.origin == .url(server.url("/f")) && found.resumedFrom == 0)
    #expect(place.read(place.destination) == original)
    #expect(place.kept == [])
  }

  @Test func `Other bytes than the pinned ones are kept aside, and both digests are named`() throws {
    let server = try LoopbackServer { request, _ in .file(changed, tag: nil, to: request) }
    defer { server.stop() }
    let error = try failure(.pinned([server.url("/f")]))
    let (expected, found) = (Digest(of: original), Digest(of: changed))
    let kept = "\(place.partials)/climate_bio 1.bil.rejected-\(found.short)"
    #expect(error.kind == .invalid)
    #expect(
      error.description == """
        climate/bio 1.bil: error: \(server.url("/f")) holds other bytes than the pinned ones: SHA-256 \(expected) \
        expected, \(found) read (100000 bytes)
          its producer changed it, or something else came in its place: look at \(kept), then name a mirror \
        that holds the right ones, or take its pin out of the lock and pin the new ones with 'solum fetch --lock'
        """)
    #expect(place.read(kept) == changed)
    #expect(place.read(place.destination) == nil)
    #expect(server.requests.count == 1)
  }

  @Test func `After wrong bytes the next location is tried`() throws {
    let server = try LoopbackServer { request, _ in
      .file(request.path == "/good" ? original : changed, tag: "\"1\"", to: request)
    }
    defer { server.stop() }
    let found = try place.fetcher().fetch(.pinned([server.url("/bad"), server.url("/good")]), to: place.destination)
    #expect(found.origin == .url(server.url("/good")))
    #expect(place.read(place.destination) == original)
    #expect(place.kept == ["climate_bio 1.bil.rejected-\(Digest(of: changed).short)"])
  }

  @Test func `A transfer that was cut goes on where it stopped`() throws {
    let server = try LoopbackServer { request, number in
      .file(original, tag: "\"v1\"", to: request, cutAfter: number == 0 ? 60_000 : nil)
    }
    defer { server.stop() }
    let found = try place.fetcher().fetch(.pinned([server.url("/f")]), to: place.destination)
    #expect(found.resumedFrom == 60_000 && found.bytes == 100_000)
    #expect(place.read(place.destination) == original)
    #expect(server.requests.map { $0.headers["range"] } == [nil, "bytes=60000-"])
    #expect(server.requests.last?.headers["if-range"] == "\"v1\"")
  }

  @Test func `Another run goes on where an earlier one gave up`() throws {
    let server = try LoopbackServer { request, number in
      .file(original, tag: "\"v1\"", to: request, cutAfter: number < 2 ? 30_000 : nil)
    }
    defer { server.stop() }
    let file = WantedFile.pinned([server.url("/f")])
    #expect(try failure(file, attempts: 1).kind == .temporary)
    #expect(try failure(file, attempts: 1).kind == .temporary)
    #expect(place.kept == ["\(Digest(of: original)).part"])
    #expect(try place.fetcher().fetch(file, to: place.destination).resumedFrom == 60_000)
    #expect(place.read(place.destination) == original)
  }

  @Test func `A file that changed between the two halves is fetched whole, and never joined to the old half`() throws {
    let server = try LoopbackServer { request, number in
      number == 0
        ? .file(changed, tag: "\"old\"", to: request, cutAfter: 60_000) : .file(original, tag: "\"new\"", to: request)
    }
    defer { server.stop() }
    let found = try place.fetcher().fetch(.pinned([server.url("/f")]), to: place.destination)
    #expect(found.resumedFrom == 0)
    #expect(place.read(place.destination) == original)
    #expect(server.requests.map { $0.headers["range"] } == [nil, "bytes=60000-", nil])
  }

  @Test(arguments: [nil, "W/\"1\""])
  func `Without a strong entity tag a cut transfer begins again`(tag: String?) throws {
    let server = try LoopbackServer { request, number in
      .file(original, tag: tag, to: request, cutAfter: number == 0 ? 60_000 : nil)
    }
    defer { server.stop() }
    #expect(try place.fetcher().fetch(.pinned([server.url("/f")]), to: place.destination).resumedFrom == 0)
    #expect(place.read(place.destination) == original)
    #expect(server.requests.map { $0.headers["range"] } == [nil, nil])
  }

  @Test func `A server that refuses a range is asked for the whole file`() throws {
    let server = try LoopbackServer { request, number in
      request.headers["range"] == nil
        ? .file(original, tag: "\"1\"", to: request, cutAfter: number == 0 ? 60_000 : nil) : .init(status: 416)
    }
    defer { server.stop() }
    #expect(try place.fetcher().fetch(.pinned([server.url("/f")]), to: place.destination).resumedFrom == 0)
    #expect(server.requests.count == 3)
  }

  @Test func `What an earlier run had received whole needs no server`() throws {
    try place.write(original, to: "partial/\(Digest(of: original)).part/bytes")
    let found = try place.fetcher().fetch(.pinned([]), to: place.destination)
    #expect(found.origin == .partialFolder && found.bytes == 100_000)
    #expect(place.read(place.destination) == original)
    #expect(place.kept == [])
  }

  @Test func `A file that is a little longer than the pinned one is kept aside, and its digest named`() throws {
    let longer = original + [0]
    let server = try LoopbackServer { request, _ in .file(longer, tag: "\"1\"", to: request) }
    defer { server.stop() }
    let error = try failure(.pinned([server.url("/f")], bytes: 100_000))
    let kept = "climate_bio 1.bil.rejected-\(Digest(of: longer).short)"
    #expect(
      error.problem
        == .wrongDigest(
          expected: Digest(of: original), found: Digest(of: longer), bytes: 100_001, location: server.url("/f"),
          kept: "\(place.partials)/\(kept)"))
    #expect(place.kept == [kept])
  }

  @Test func `Many times the pinned size is not received`() throws {
    let endless = Array(repeating: original, count: 12).flatMap(\.self)
    let server = try LoopbackServer { request, _ in .file(endless, tag: "\"1\"", to: request) }
    defer { server.stop() }
    let error = try failure(.pinned([server.url("/f")], bytes: 1000))
    #expect(error.problem == .tooLong(expected: 1000, location: server.url("/f")))
    #expect(error.kind == .invalid)
    #expect(place.kept == [])
  }

  @Test(arguments: [(404, AcquisitionError.Kind.missing), (410, .missing), (401, .permission), (403, .permission)])
  func `A refusal is not tried again`(status: Int, kind: AcquisitionError.Kind) throws {
    let server = try LoopbackServer { _, _ in .init(status: status, body: Array("<html>".utf8)) }
    defer { server.stop() }
    let error = try failure(.pinned([server.url("/f")]))
    #expect(error.kind == kind)
    #expect(error.description.contains("HTTP status \(status)"))
    #expect(server.requests.count == 1)
    #expect(place.kept == [])
  }

  @Test func `A server that is busy once is asked again`() throws {
    let server = try LoopbackServer { request, number in
      number == 0 ? .init(status: 503) : .file(original, tag: nil, to: request)
    }
    defer { server.stop() }
    #expect(try place.fetcher().fetch(.pinned([server.url("/f")]), to: place.destination).bytes == 100_000)
  }

  @Test func `A server that stays busy is asked as often as the policy says, then it is a failure that may pass`()
    throws
  {
    let server = try LoopbackServer { _, _ in .init(status: 503) }
    defer { server.stop() }
    let error = try failure(.pinned([server.url("/f")]), attempts: 3)
    #expect(error.problem == .network(location: server.url("/f"), reason: "HTTP status 503", attempts: 3))
    #expect(error.kind == .temporary)
    #expect(server.requests.count == 3)
  }

  @Test func `A server that is not there is a failure that may pass`() throws {
    let server = try LoopbackServer { _, _ in .init() }
    server.stop()
    #expect(try failure(.pinned([server.url("/f")]), attempts: 1).kind == .temporary)
  }

  @Test func `A redirect to another http location is followed`() throws {
    let server = try LoopbackServer { request, _ in
      request.path == "/new"
        ? .file(original, tag: nil, to: request) : .init(status: 302, headers: ["Location": "/new", "ETag": "\"no\""])
    }
    defer { server.stop() }
    #expect(try place.fetcher().fetch(.pinned([server.url("/f")]), to: place.destination).bytes == 100_000)
  }

  @Test func `A redirect to a local file is refused`() throws {
    let secret = try place.write(original, to: "secret")
    let server = try LoopbackServer { _, _ in .init(status: 302, headers: ["Location": "file://\(secret)"]) }
    defer { server.stop() }
    let error = try failure(.pinned([server.url("/f")]))
    #expect(error.kind == .missing)
    #expect(error.description.contains("leads to where no file is fetched from"))
    #expect(place.read(place.destination) == nil)
  }

  @Test func `Among several failures the gravest is told`() throws {
    let server = try LoopbackServer { request, _ in
      request.path == "/gone" ? .init(status: 404) : .file(changed, tag: nil, to: request)
    }
    defer { server.stop() }
    let urls = ["/gone", "/wrong", "/gone"].map { server.url($0) }
    #expect(try failure(.pinned(urls)).kind == .invalid)
  }

  @Test func `A stop from outside keeps what has arrived`() throws {
    let server = try LoopbackServer { request, number in
      .file(original, tag: "\"1\"", to: request, cutAfter: number == 0 ? 60_000 : nil)
    }
    defer { server.stop() }
    let file = WantedFile.pinned([server.url("/f")])
    #expect(try failure(file, attempts: 1).kind == .temporary)
    let error = #expect(throws: AcquisitionError.self) {
      try place.fetcher().fetch(file, to: place.destination) { _ in false }
    }
    #expect(error?.kind == .interrupted)
    #expect(place.kept == ["\(Digest(of: original)).part"])
    #expect(try place.fetcher().fetch(file, to: place.destination).resumedFrom == 60_000)
  }

  @Test func `A stop from outside ends the pause before the next attempt`() throws {
    let server = try LoopbackServer { _, _ in .init() }
    server.stop()
    let fetcher = Fetcher(partialFolder: place.partials, policy: TransferPolicy(attempts: 2, pause: 60))
    let asked = Atomic(0)
    let error = #expect(throws: AcquisitionError.self) {
      try fetcher.fetch(.pinned([server.url("/f")]), to: place.destination) { _ in
        asked.add(1, ordering: .relaxed).newValue < 4
      }
    }
    #expect(error?.kind == .interrupted)
  }

  /// No process has the number of the largest pid_t; process 1 always runs.
  @Test(arguments: [(pid_t.max, 60_000), (1, 0)])
  func `What a killed process had received is gone on with, what a running one holds is left to it`(
    process: pid_t, resumed: Int
  ) throws {
    let server = try LoopbackServer { request, _ in .file(original, tag: "\"1\"", to: request) }
    defer { server.stop() }
    let own = Holder().name.split(separator: "~")
    let held = "\(Digest(of: original)).part~\(own[0])~\(process)~x"
    try place.write(Array(original.prefix(60_000)), to: "partial/\(held)/bytes")
    try place.write(Array("\(server.url("/f"))\n\"1\"\n".utf8), to: "partial/\(held)/tag")
    let found = try place.fetcher().fetch(.pinned([server.url("/f")]), to: place.destination)
    #expect(found.resumedFrom == resumed && found.bytes == 100_000)
    #expect(place.read(place.destination) == original)
    #expect(place.kept == (resumed > 0 ? [] : [held]))
  }

  @Test func `A part that an earlier version kept as a plain file is in nobody's way`() throws {
    let server = try LoopbackServer { request, number in
      .file(original, tag: "\"1\"", to: request, cutAfter: number == 0 ? 60_000 : nil)
    }
    defer { server.stop() }
    try place.write([1, 2, 3], to: "partial/\(Digest(of: original)).part")
    let file = WantedFile.pinned([server.url("/f")])
    #expect(try failure(file, attempts: 1).kind == .temporary)
    #expect(try place.fetcher().fetch(file, to: place.destination).resumedFrom == 60_000)
    #expect(place.kept == [])
  }

  @Test func `Two that fetch one file at once both get it`() throws {
    let server = try LoopbackServer { request, _ in .file(original, tag: "\"1\"", to: request) }
    defer { server.stop() }
    let (fetcher, folder, url) = (place.fetcher(), place.folder, server.url("/f"))
    DispatchQueue.concurrentPerform(iterations: 4) { number in
      _ = try? fetcher.fetch(.pinned([url]), to: "\(folder)/arrived/\(number)")
    }
    for number in 0..<4 { #expect(place.read("\(folder)/arrived/\(number)") == original) }
    #expect(place.kept == [])
  }

  @Test func `A destination that cannot be made is trouble with the disk`() throws {
    let server = try LoopbackServer { request, _ in .file(original, tag: nil, to: request) }
    defer { server.stop() }
    try place.write([1], to: "arrived")
    #expect(try failure(.pinned([server.url("/f")])).kind == .inputOutput)
    #expect(place.read("\(place.folder)/arrived") == [1])
  }
}
