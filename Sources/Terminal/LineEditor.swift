import CLibEdit
import Glibc

/// libedit behind safe functions: everything in this module that touches its pointers is in this file.
///
/// Offsets count Unicode scalars: on this platform a wide character is one.
final class LineEditor {
  private let handle: OpaquePointer
  private var history: OpaquePointer?
  /// The names of commands, which libedit points to and does not copy.
  private var names: [UnsafeMutableBufferPointer<wchar_t>] = []

  /// Starts editing between two descriptors that lead to a terminal. Nil when libedit can't be started.
  init?(program: String, input: CInt, output: CInt) {
    guard let handle = cle_open(program, input, output) else { return nil }
    self.handle = handle
    cle_use_emacs_keys(handle)
    cle_take_every_key(handle)
    // What libedit draws is dropped; without these capabilities it takes its simplest way to draw it.
    for capability in ["im", "ic", "IC", "ei", "dc", "DC", "dm", "ed"] {
      cle_clear_capability(handle, LineEditor.wide(capability))
    }
  }

  deinit {
    cle_close(handle)
    if let history { history_wend(history) }
    for name in names { name.deallocate() }
  }

  // MARK: Callbacks

  /// Lets `reader` supply the characters and carry out the commands.
  ///
  /// The editor keeps no reference: `reader` must own the editor, so that it outlives every call.
  func connect(to reader: EditLineReader) {
    cle_set_client(handle, Unmanaged.passUnretained(reader).toOpaque())
    cle_set_reader(handle) { editor, character in
      guard let reader = LineEditor.reader(of: editor) else { return 0 }
      switch reader.readScalar() {
      case .scalar(let scalar):
        character.pointee = wchar_t(bitPattern: scalar.value)
        return 1
      case .end: return 0
      case .interrupted:
        errno = EINTR
        return -1
      }
    }
  }

  /// The reader given to `connect(to:)`.
  static func reader(of handle: OpaquePointer) -> EditLineReader? {
    guard let client = cle_client(handle) else { return nil }
    return Unmanaged<EditLineReader>.fromOpaque(client).takeUnretainedValue()
  }

  func add(_ command: EditCommand) {
    guard let name = keep(command.name), let explanation = keep(command.explanation) else { return }
    cle_add_command(handle, name, explanation, command.callback)
  }

  private func keep(_ text: String) -> UnsafePointer<wchar_t>? {
    let wide = LineEditor.wide(text)
    let kept = UnsafeMutableBufferPointer<wchar_t>.allocate(capacity: wide.count)
    _ = kept.initialize(from: wide)
    names.append(kept)
    return UnsafePointer(kept.baseAddress)
  }

  /// Binds a key, also in vi's command mode where that is asked for.
  func bind(_ key: String, to command: String, inCommandMode: Bool = false) {
    cle_bind(handle, LineEditor.wide(key), LineEditor.wide(command))
    if inCommandMode { cle_bind_alternate(handle, LineEditor.wide(key), LineEditor.wide(command)) }
  }

  /// Reads `EDITRC` or `~/.editrc`, where the user may have bound keys otherwise.
  func readUserSettings() {
    el_source(handle, nil)
    cle_enable_editing(handle)
    hasViKeys = cle_has_vi_keys(handle)
  }

  /// Whether the user's settings chose the vi keys.
  private(set) var hasViKeys = false

  // MARK: The line

  /// The line as it is edited now.
  var text: [Unicode.Scalar] {
    guard let line = el_wline(handle)?.pointee, let start = line.buffer, let end = line.lastchar else { return [] }
    return UnsafeBufferPointer(start: start, count: end - start).map(LineEditor.scalar)
  }

  /// The offset of the cursor in `text`.
  var caret: Int {
    get {
      guard let line = el_wline(handle)?.pointee, let start = line.buffer, let cursor = line.cursor else { return 0 }
      return cursor - start
    }
    set { _ = el_cursor(handle, CInt(newValue - caret)) }
  }

  /// Inserts before the cursor. A NUL and what follows it is dropped.
  func insert(_ text: String) {
    guard !text.isEmpty else { return }
    el_winsertstr(handle, LineEditor.wide(text))
  }

  /// Replaces a part of the line; the cursor ends behind the new text.
  ///
  /// What Ctrl-Y puts back stays: libedit's function that deletes would take what it deletes for cut.
  func replace(_ range: Range<Int>, with text: String) {
    var line = self.text
    let new = Array(text.unicodeScalars)
    line.replaceSubrange(range, with: new)
    if line.isEmpty || el_wreplacestr(handle, LineEditor.wide(String(scalars: line))) != 0 {
      caret = range.upperBound
      if !range.isEmpty { el_deletestr(handle, CInt(range.count)) }
      insert(text)
    } else {
      caret = range.lowerBound + new.count
    }
  }

  /// Lets the editor think that this was typed.
  func push(_ text: String) {
    el_wpush(handle, LineEditor.wide(text))
  }

  /// Reads one character in the middle of a command. Nil at the end of input and on Ctrl-C.
  func readKey() -> Unicode.Scalar? {
    var character: wchar_t = 0
    guard el_wgetc(handle, &character) == 1 else { return nil }
    return LineEditor.scalar(character)
  }

  /// Lets the user edit a line until a command ends it. Returns the line, or nil when nothing was left of it.
  func editLine() -> String? {
    var count: CInt = 0
    guard let start = el_wgets(handle, &count), count > 0 else { return nil }
    return String(scalars: UnsafeBufferPointer(start: start, count: Int(count)).map(LineEditor.scalar))
  }

  // MARK: The terminal

  /// Takes notice of the window's size.
  func resize() {
    el_resize(handle)
    cle_refresh(handle)
  }

  /// Lets libedit draw its own picture of the screen anew when the text may not fit into the window.
  ///
  /// Must be called before every key: moving about in such a text, libedit loses count of its rows, and the next
  /// character typed is written outside of its picture.
  func repairPicture(in size: TerminalSize) {
    guard let line = el_wline(handle)?.pointee, let start = line.buffer, let end = line.lastchar else { return }
    let text = UnsafeBufferPointer(start: start, count: end - start)
    var room = (size.rows - 1) * (size.columns - 1)
    for character in text {
      // The most cells that libedit may take for it: the rest of a row, a tab, two cells, or a code like `\U+1F468`.
      switch character {
      case 0x0A: room -= size.columns
      case 0x20..<0x7F: room -= 1
      default: room -= 8
      }
      if room <= 0 { return cle_refresh(handle) }
    }
  }

  /// Gives the terminal the modes for editing, or the user's own.
  func setEditingModes(_ isEditing: Bool) { cle_prepare_terminal(handle, isEditing) }

  // MARK: History

  /// Gives libedit's own history commands, the vi keys among them, a statement to find.
  func remember(_ statement: String, limit: Int) {
    if history == nil { history = cle_history_open(handle, CInt(clamping: limit)) }
    if let history { cle_history_enter(history, LineEditor.wide(statement)) }
  }

  // MARK: Wide characters

  private static func wide(_ text: String) -> [wchar_t] {
    text.unicodeScalars.lazy.map { wchar_t(bitPattern: $0.value) } + [0]
  }

  private static func scalar(_ character: wchar_t) -> Unicode.Scalar {
    Unicode.Scalar(UInt32(bitPattern: character)) ?? "\u{FFFD}"
  }
}

extension String {
  init(scalars: some Sequence<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}
