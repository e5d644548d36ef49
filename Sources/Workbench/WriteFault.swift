import Foundation
import Values

/// Why a file can't be written, in words of ours: the system's own come in one tongue.
enum WriteFault {
  /// Runs what writes a file; its failures say which file, by a name.
  static func telling(
    _ file: String, named name: String, at span: SourceSpan? = nil, _ body: () throws -> Void
  ) throws {
    do {
      try body()
    } catch let interruption as Interruption {
      throw interruption
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(
        .environment, Phrase("can't write `\(name)`", "无法写入“\(name)”"), at: span,
        notes: notes(on: error, writing: file))
    }
  }

  /// What the system says of a failure, as far as it is known what that means.
  static func notes(on error: any Error, writing file: String) -> [Phrase] {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
      return [Phrase("there is a folder of this name", "已有同名文件夹")]
    }
    return [code(of: error).flatMap(known) ?? said(error.localizedDescription)]
  }

  /// What a failure's `errno` means.
  static func reason(code: Int32) -> Phrase { known(code) ?? said(String(cString: strerror(code))) }

  /// What the system says of a failure, as the end of a sentence.
  static func reason(of error: any Error) -> Phrase { code(of: error).map(reason) ?? said(error.localizedDescription) }

  private static func said(_ words: String) -> Phrase { Phrase("the system says: `\(words)`", "系统提示：`\(words)`") }

  private static func code(of error: any Error) -> Int32? {
    var current: NSError? = error as NSError
    while let found = current {
      if found.domain == NSPOSIXErrorDomain { return Int32(found.code) }
      current = found.userInfo[NSUnderlyingErrorKey] as? NSError
    }
    switch (error as? CocoaError)?.code {
    case .fileWriteNoPermission?: return EACCES
    case .fileWriteOutOfSpace?: return ENOSPC
    case .fileWriteVolumeReadOnly?: return EROFS
    case .fileWriteFileExists?: return ENOTDIR
    case .fileNoSuchFile?: return ENOENT
    default: return nil
    }
  }

  private static func known(_ code: Int32) -> Phrase? {
    switch code {
    case EACCES, EPERM: Phrase("permission is denied", "没有权限")
    case ENOSPC, EDQUOT: Phrase("no space is left", "存储空间不足")
    case EROFS: Phrase("it is on a file system that is read-only", "所在文件系统为只读")
    case ENOTDIR, EEXIST: Phrase("a part of the path is a file, not a folder", "路径中有一段是文件，不是文件夹")
    case ENOENT: Phrase("the folder does not exist", "文件夹不存在")
    case ENAMETOOLONG: Phrase("the name is too long", "名称过长")
    default: nil
    }
  }
}
