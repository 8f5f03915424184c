package import Checksums

/// Why a file did not arrive: what, where, and how to mend it.
package struct AcquisitionError: Error, Hashable, Sendable {
  package enum Problem: Hashable, Sendable {
    /// The bytes of a location are not the pinned ones; they are kept at `kept`.
    case wrongDigest(expected: Digest, found: Digest, bytes: Int, location: String, kept: String)
    /// A location holds several times the pinned size.
    case tooLong(expected: Int, location: String)
    case unusableLocation(String)
    /// `--mirror` names neither a folder nor an http(s) location.
    case noMirror(String)
    /// Nowhere: no location, and no mirror has it.
    case nowhere(mirrors: [String])
    case notThere(location: String, reason: String)
    case redirectRefused(location: String, reason: String)
    case notAllowed(location: String, reason: String)
    case network(location: String, reason: String, attempts: Int)
    case file(FileError)
    case interrupted(received: Int)
  }

  /// The kinds of failure a caller tells apart; the raw value is the exit code.
  package enum Kind: Int32, Sendable {
    case invalid = 65
    case missing = 66
    case inputOutput = 74
    case temporary = 75
    case permission = 77
    case interrupted = 130
  }

  /// What was wanted, by its path within the source.
  package var file: String
  package var problem: Problem

  init(_ problem: Problem, for file: String) {
    self.problem = problem
    self.file = file
  }

  package var kind: Kind {
    switch problem {
    case .wrongDigest, .tooLong, .unusableLocation: .invalid
    case .nowhere, .notThere, .redirectRefused, .noMirror: .missing
    case .notAllowed: .permission
    case .network: .temporary
    case .file(let error): isPermission(error.code) ? .permission : .inputOutput
    case .interrupted: .interrupted
    }
  }
}

extension AcquisitionError {
  /// True when no other place can help: the trouble is on this machine, or someone stopped it.
  var endsTheSearch: Bool {
    switch problem {
    case .file, .interrupted: true
    default: false
    }
  }
}

extension AcquisitionError: CustomStringConvertible {
  package var description: String { "\(file): error: \(what)\n  \(remedy)" }

  private var what: String {
    switch problem {
    case .wrongDigest(let expected, let found, let bytes, let location, _):
      "\(location) holds other bytes than the pinned ones: SHA-256 \(expected) expected, \(found) read (\(bytes) bytes)"
    case .tooLong(let expected, let location): "\(location) holds many more than the \(expected) bytes that are pinned"
    case .unusableLocation(let location): "'\(location)' is no location that can be fetched"
    case .noMirror(let text): "mirror '\(text)' is neither a folder nor an http or https location"
    case .nowhere(let mirrors):
      mirrors.isEmpty ? "it has no location" : "it has no location, and is not in \(mirrors.joined(separator: ", "))"
    case .notThere(let location, let reason): "\(location) is not there: \(reason)"
    case .redirectRefused(let location, let reason): "\(location) leads to where no file is fetched from: \(reason)"
    case .notAllowed(let location, let reason): "\(location) may not be read: \(reason)"
    case .network(let location, let reason, let attempts):
      "\(location) could not be fetched in \(attempts) attempt\(attempts == 1 ? "" : "s"): \(reason)"
    case .file(let error): "\(error)"
    case .interrupted(let received): "interrupted after \(received) bytes"
    }
  }

  private var remedy: String {
    switch problem {
    case .wrongDigest(_, _, _, _, let kept):
      "its producer changed it, or something else came in its place: look at \(kept), then name a mirror that holds "
        + "the right ones, or take its pin out of the lock and pin the new ones with 'solum fetch --lock'"
    case .tooLong:
      "its producer changed it: name a mirror that holds the right bytes, or take its pin out of the lock and pin the "
        + "new ones with 'solum fetch --lock'"
    case .unusableLocation: "locations begin with http://, https:// or file:///"
    case .noMirror: "name an existing folder, or a location that begins with http:// or https://"
    case .nowhere: "obtain it as the manifest says, and name the folder it lies in with --mirror"
    case .notThere: "look for its new place, or name a mirror that holds it with --mirror"
    case .redirectRefused: "only http and https redirects are followed; look for its new place"
    case .notAllowed: "log in there and fetch it by hand, then name its folder with --mirror"
    case .network: "try again later: what has arrived is kept and continued; or name a mirror with --mirror"
    case .file(let error):
      isPermission(error.code)
        ? "ask for the right to do so, or choose another folder" : "see to the disk, then try again"
    case .interrupted: "run it again: what has arrived is kept and continued"
    }
  }
}
