import Acquisition
import ArgumentParser
import Checksums
import Engine
import Figures
import Foundation
import Geodata
import Learning
import Ledger
import Manifests
import Packaging
import Stages
import Terrain
import Twin
import Verification

/// Runs a verb; what goes wrong is told on stderr, and becomes the exit code of its kind.
func ending(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch {
    throw ended(by: error)
  }
}

func ending(_ body: () async throws -> Void) async throws {
  do {
    try await body()
  } catch {
    throw ended(by: error)
  }
}

private func ended(by error: any Error) -> ExitCode {
  if let code = error as? ExitCode { return code }
  Console.say("\(error)")
  return ExitCode(status(of: error).rawValue)
}

/// The kind of failure that an error is.
func status(of error: any Error) -> ExitStatus {
  switch error {
  case let failure as Failure: failure.status
  case let error as GDALError: ExitStatus(rawValue: error.exitCode) ?? .inputOutput
  case let error as StoreError: ExitStatus(rawValue: error.exitCode) ?? .inputOutput
  case let error as GraphError: ExitStatus(rawValue: error.exitCode) ?? .internalError
  case let error as AcquisitionError: ExitStatus(rawValue: error.kind.rawValue) ?? .missingSource
  case let error as FigureError: ExitStatus(rawValue: error.exitCode) ?? .internalError
  case let error as FileError: [EACCES, EPERM].contains(error.code) ? .permission : .inputOutput
  case is LostInput: .inputOutput
  case let error as CocoaError:
    [.fileReadNoPermission, .fileWriteNoPermission].contains(error.code) ? .permission : .inputOutput
  case is ManifestErrors, is ManifestError, is TableError, is StageError, is LearningError, is NestingError,
    is SpacingError, is FlowError, is TileError, is HeightKindError, is CoarseMergeError, is ByteFormError,
    is TwinError, is TwinParameterError, is DescriptionError,
    is VerificationError, is ReleaseRecordError,
    is DecodingError:
    .invalidData
  case is CancellationError: .interrupted
  default: .internalError
  }
}

/// The exit status of a run that is not complete: of several failures that of the gravest, whatever their order.
func status(of report: RunReport) -> ExitStatus {
  if report.interrupted { return .interrupted }
  let failures = Set(report.failures.map { status(of: $0.error) })
  let gravity: [ExitStatus] = [
    .internalError, .invalidData, .inputOutput, .cannotCreate, .permission, .unavailable, .temporary,
  ]
  return gravity.first(where: failures.contains) ?? .missingSource
}
