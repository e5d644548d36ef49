import Values

/// What is said of a compound document: an old workbook, or a new one behind a password.
func compoundDocumentFailure(_ file: borrowing InputFile, displayPath: String) -> Failure {
  if (try? isEncrypted(file)) == true { return encryptedWorkbook(displayPath) }
  return Failure(
    .data,
    Phrase("\(displayPath) is a workbook of the old kind (.xls)", "\(displayPath) 是旧版工作簿（.xls）"),
    notes: [
      Phrase(
        "open it in a spreadsheet program, save it as an Excel workbook (.xlsx) and load that",
        "请用表格软件打开，另存为 Excel 工作簿（.xlsx）后再导入")
    ])
}

/// What is said of a workbook that can't be read without its password.
func encryptedWorkbook(_ displayPath: String) -> Failure {
  Failure(
    .data, Phrase("\(displayPath) is encrypted with a password", "\(displayPath) 已用密码加密"),
    notes: [
      Phrase(
        "open it in a spreadsheet program, take the password off, save it and load that",
        "请用表格软件打开，取消密码并保存后再导入")
    ])
}

/// Whether the document's directory names the stream that an encrypted package stands in.
private func isEncrypted(_ file: borrowing InputFile) throws(Failure) -> Bool {
  var header = [UInt8](repeating: 0, count: 512)
  guard try file.read(512, at: 0, into: &header) == 512 else { return false }
  let shift = little16(header, 30)
  guard shift == 9 || shift == 12 else { return false }
  let offset = (little32(header, 48) + 1) << shift
  var directory = [UInt8](repeating: 0, count: 4096)
  let count = try file.read(4096, at: min(offset, file.byteCount), into: &directory)
  let wanted: [UInt8] = "EncryptedPackage".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
  // An entry has 128 bytes and begins with its name.
  return stride(from: 0, to: count - 127, by: 128).contains { Array(directory[$0..<$0 + wanted.count]) == wanted }
}
