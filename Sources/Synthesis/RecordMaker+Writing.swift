// Writing.
extension RecordMaker {
  mutating func write(isOrphan: Bool = false) {
    let level = depth
    let seed = levelSeeds[level]
    let start = output.count
    for number in columns.indices {
      let column = columns[number]
      if number > 0 { output.append(UInt8(ascii: ",")) }
      write(column, number, seed, isOrphan: isOrphan)
    }
    let isRagged = Draw.at(Purpose.ragged, of: seed) >> 32 < share(ragged)
    if isRagged {
      count.ragged += 1
      output.append(UInt8(ascii: ","))
    }
    output.append(UInt8(ascii: "\n"))
    count.rows += 1
    if !isRagged, Draw.at(Purpose.duplicate, of: seed) >> 32 < share(duplicates) {
      output.append(contentsOf: output[start...])
      count.rows += 1
      count.duplicates += 1
    }
  }

  private mutating func write(_ column: ColumnPlan, _ number: Int, _ seed: UInt64, isOrphan: Bool) {
    let level = depth
    switch column.source {
    case .weight: output.append(UInt8(ascii: "1"))
    case .parentKey(let slot): cell(level - 1, slot, column)
    case .slot(let slot): cell(level, slot, column)
    case .code(let style):
      var form = CodeForm.exact
      if let style, !isOrphan {
        let alternative = alternative(of: style.root, Draw.at(Purpose.form + number, of: seed))
        if alternative >= 0, case .form(let found) = plan.alternatives[alternative].kind { form = found }
      }
      writeCode(form)
    }
  }

  private mutating func cell(_ level: Int, _ slot: Int, _ column: ColumnPlan) {
    let alternative = drawn[bases[level] + slot]
    guard alternative >= 0 else { return }
    let isQuoted = plan.alternatives[alternative].needsQuotes
    if isQuoted { output.append(UInt8(ascii: "\"")) }
    text(level, slot, column)
    if isQuoted { output.append(UInt8(ascii: "\"")) }
  }

  /// What a slot holds; the column says how days and amounts are written.
  private mutating func text(_ level: Int, _ slot: Int, _ column: ColumnPlan?) {
    let place = bases[level] + slot
    let alternative = drawn[place]
    guard alternative >= 0 else { return }
    let value = values[place]
    switch plan.alternatives[alternative].kind {
    case .blank, .form, .dateStyle: break
    case .template(let first, let end): template(first, end, level, UInt64(bitPattern: value))
    case .integers: output.append(number: value)
    case .amounts: output.append(fen: value, unit: column?.unit ?? 100)
    case .days, .after:
      if column?.type == .month {
        output.append(month: Int32(value))
      } else {
        output.append(day: Int32(value), style: style(level, slot, column), signs, literals)
      }
    }
  }

  private mutating func style(_ level: Int, _ slot: Int, _ column: ColumnPlan?) -> DateStyle {
    guard column != nil, let style = styles[bases[level] + slot] else { return .iso }
    let bits = Draw.at(Purpose.form + slot, of: levelSeeds[level])
    let alternative = alternative(of: style.root, bits)
    guard alternative >= 0, case .dateStyle(let found) = plan.alternatives[alternative].kind else { return .iso }
    return found
  }

  private mutating func template(_ first: Int, _ end: Int, _ level: Int, _ bits: UInt64) {
    for part in first..<end {
      switch plan.parts[part] {
      case .literal(let number): literals.append(number, to: &output)
      case .slot(let place): text(place.level, place.slot, nil)
      case .serial: output.append(digits: serials[level] + 1, width: 1)
      case .number(let low, let count):
        output.append(number: low + Int64(Draw.below(count, from: Draw.at(part - first + 1, of: bits))))
      case .year(let place):
        let slot = bases[place.level] + place.slot
        guard drawn[slot] >= 0, plan.alternatives[drawn[slot]].isDay else { break }
        output.append(year: Int32(values[slot]))
      case .word(let word):
        let inner = Draw.at(part - first + 1, of: bits)
        let alternative = alternative(of: plan.words[word].root, inner)
        guard alternative >= 0, case .template(let first, let end) = plan.alternatives[alternative].kind else { break }
        template(first, end, level, inner)
      }
    }
  }

  mutating func writeRemainder(of entities: Int) {
    for number in columns.indices {
      let column = columns[number]
      if number > 0 { output.append(UInt8(ascii: ",")) }
      switch column.source {
      case .weight: output.append(number: Int64(entities))
      case .slot(let slot) where column.isGroup: cell(0, slot, column)
      case .slot, .code, .parentKey: break
      }
    }
    output.append(UInt8(ascii: "\n"))
    count.rows += 1
  }

  private mutating func writeCode(_ form: CodeForm) {
    let start = output.count
    if let key { text(0, key, nil) }
    // A prefix that is not eight characters long can't begin a code.
    while output.count - start < 8 { output.append(UInt8(ascii: "0")) }
    output.removeLast(output.count - start - 8)
    MadeUpCode.append(serial: codes(serials[0] % MadeUpCode.count), to: &output)
    switch form {
    case .exact: break
    case .lower: for place in start..<output.count where output[place] >= 0x41 { output[place] |= 0x20 }
    case .spaced: literals.append(signs.wideSpace, to: &output)
    case .wide:
      let code = Array(output[start...])
      output.removeLast(18)
      for byte in code { literals.append(signs.wide[Int(byte) - (byte < 0x3A ? 0x30 : 0x37)], to: &output) }
    case .organisation, .hyphenated:
      let code = Array(output[start + 8..<start + 17])
      output.removeLast(18)
      output.append(contentsOf: code[..<8])
      if form == .hyphenated { output.append(UInt8(ascii: "-")) }
      output.append(code[8])
    case .masked: for place in start + 8..<start + 14 { output[place] = UInt8(ascii: "*") }
    case .registration, .resident:
      let digits = serials[0] % 10_000
      let region = Array(output[start + 2..<start + 8])
      output.removeLast(18)
      output.append(contentsOf: region)
      if form == .registration {
        output.append(digits: serials[0] % 1_000_000_000, width: 9)
      } else {
        output.append(contentsOf: [UInt8](repeating: UInt8(ascii: "*"), count: 8))
        output.append(digits: digits, width: 4)
      }
    }
  }
}
