import Foundation

extension StoreError {
  /// What Foundation says of a file below `folder`, in the words of the store; `nil` where it speaks of another file, or
  /// gives no reason of the system.
  init?(_ error: any Error, below folder: String) {
    guard let error = error as? CocoaError, let path = error.filePath ?? error.url?.path, path.hasPrefix("\(folder)/"),
      let code = (error.underlying as? POSIXError)?.code.rawValue
    else { return nil }
    // Foundation counts its errors of reading from 256 and those of writing from 512.
    self.init(path, error.code.rawValue >= CocoaError.Code.fileWriteUnknown.rawValue ? .write : .read, code)
  }
}
