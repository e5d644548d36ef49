import Foundation

extension Manifest {
  /// The manifest with a checksum before it.
  func encoded() -> String {
    var fields = FieldWriter()
    fields.add(key)
    fields.add(lists) { fields, list in list.write(to: &fields) }
    fields.add(entityCount)
    fields.add(ifAny: declaredDay)
    fields.add(day)
    fields.add(assertionsHeld)
    fields.add(failedAssertions) { fields, assertion in
      fields.add(assertion.english) { $0.add($1) }
      fields.add(assertion.chinese) { $0.add($1) }
    }
    fields.add(fileProblemCount)
    fields.add(files) { fields, file in
      fields.add(file.name)
      fields.add(file.size)
      fields.add(file.checksum)
    }
    return digest(of: Data(fields.text.utf8)) + "\n" + fields.text
  }

  /// The manifest that was written so; nil where a byte of it is another.
  init?(encoded data: Data) {
    guard let end = data.firstIndex(of: 0x0A), let sum = String(validating: data[..<end], as: UTF8.self),
      digest(of: data[(end + 1)...]) == sum
    else { return nil }
    var fields = FieldReader([UInt8](data[(end + 1)...])[...])
    guard let manifest = try? Manifest(&fields), fields.isAtEnd else { return nil }
    self = manifest
  }

  private init(_ fields: inout FieldReader) throws(FieldReader.Fault) {
    key = try fields.text()
    lists = try fields.array { fields throws(FieldReader.Fault) in try List(&fields) }
    entityCount = try fields.number()
    declaredDay = try fields.number(ifAny: Int32.self)
    day = try fields.number()
    assertionsHeld = try fields.number()
    failedAssertions = try fields.array { fields throws(FieldReader.Fault) in
      let english = try fields.array { fields throws(FieldReader.Fault) in try fields.text() }
      let chinese = try fields.array { fields throws(FieldReader.Fault) in try fields.text() }
      return DatasetSnapshot.FailedAssertion(english: english, chinese: chinese)
    }
    fileProblemCount = try fields.number()
    files = try fields.array { fields throws(FieldReader.Fault) in
      File(name: try fields.text(), size: try fields.number(), checksum: try fields.text())
    }
  }
}

extension Manifest.List {
  fileprivate func write(to fields: inout FieldWriter) {
    fields.add(name)
    fields.add(stem)
    fields.add(source)
    fields.add(rowCount)
    fields.add(lines == nil)
    fields.add(lines ?? []) { fields, stretch in
      fields.add(stretch.row)
      fields.add(stretch.line)
    }
    fields.add(columnCount)
    fields.add(ifAny: parent)
    fields.add(ifAny: key)
    fields.add(members) { fields, member in
      fields.add(member.list)
      fields.add(member.start)
      fields.add(member.end)
    }
    fields.add(rowsRead)
    fields.add(ifAny: links?.end)
    fields.add(links?.isInOrder ?? false)
    fields.add(sharesEntities)
    fields.add(ifAny: since)
    fields.add(ifAny: until)
    fields.add(ifAny: on)
    fields.add(ifAny: entities)
    fields.add(problemCount)
  }

  fileprivate init(_ fields: inout FieldReader) throws(FieldReader.Fault) {
    name = try fields.text()
    stem = try fields.text()
    source = try fields.text()
    rowCount = try fields.number()
    let areListed = try fields.flag()
    let stretches = try fields.array { fields throws(FieldReader.Fault) in
      Manifest.Stretch(row: try fields.number(), line: try fields.number())
    }
    lines = areListed ? nil : stretches
    columnCount = try fields.number()
    parent = try fields.number(ifAny: Int.self)
    key = try fields.number(ifAny: Int.self)
    members = try fields.array { fields throws(FieldReader.Fault) in
      Manifest.Member(list: try fields.number(), start: try fields.number(), end: try fields.number())
    }
    rowsRead = try fields.number()
    let end = try fields.number(ifAny: Int.self)
    let isInOrder = try fields.flag()
    links = end.map { Manifest.Links(end: $0, isInOrder: isInOrder) }
    sharesEntities = try fields.flag()
    since = try fields.number(ifAny: Int.self)
    until = try fields.number(ifAny: Int.self)
    on = try fields.number(ifAny: Int.self)
    entities = try fields.number(ifAny: Int64.self)
    problemCount = try fields.number()
  }
}
