/// The line editor's C library as Swift can call it: one function of fixed arity for each variadic option in use, and
/// the signal handlers, which must be C because nothing else is safe inside them.
///
/// Only the wide-character half of libedit is used; the narrow half must never be mixed in.
#ifndef CLIBEDIT_H
#define CLIBEDIT_H

#include <histedit.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

#pragma clang assume_nonnull begin

// MARK: Text

/// Makes the process's character type UTF-8: the environment's locale where that is UTF-8, otherwise `C.UTF-8`.
/// Returns false when neither is available. Safe to call more than once.
bool cle_use_utf8(void);

/// The terminal cells that a scalar takes: 0, 1 or 2, or -1 when it is not printable.
int cle_width(uint32_t scalar);

// MARK: The editor

/// A command bound to a key; the result is one of libedit's `CC_` codes.
typedef unsigned char (*cle_command)(EditLine *editor, wint_t key);

/// Reads one wide character: 1 and the character, 0 at the end of input, -1 and `errno`.
typedef int (*cle_reader)(EditLine *editor, wchar_t *character);

/// Starts an editor whose own drawing goes nowhere but for the bell, which goes to `output`.
EditLine *_Nullable cle_open(const char *program, int input, int output);

/// Ends the editor and restores the terminal's modes.
void cle_close(EditLine *editor);

void cle_set_client(EditLine *editor, void *_Nullable client);
void *_Nullable cle_client(EditLine *editor);
void cle_set_reader(EditLine *editor, cle_reader reader);
void cle_use_emacs_keys(EditLine *editor);

/// Whether the user's own settings chose the vi keys.
bool cle_has_vi_keys(EditLine *editor);

void cle_enable_editing(EditLine *editor);

/// Lets every key arrive as it is while a line is edited: a pasted `\r\n` is one line end, Ctrl-S can be bound, and Ctrl-C
/// comes behind what was typed before it. As a signal it would overtake that, and the terminal would throw away both what
/// nobody has read and what was written last.
void cle_take_every_key(EditLine *editor);

void cle_clear_capability(EditLine *editor, const wchar_t *capability);

/// Names a command; the texts must live as long as the editor.
void cle_add_command(EditLine *editor, const wchar_t *name, const wchar_t *help, cle_command command);
void cle_bind(EditLine *editor, const wchar_t *key, const wchar_t *command);

/// Binds in vi's command mode.
void cle_bind_alternate(EditLine *editor, const wchar_t *key, const wchar_t *command);

/// Redraws libedit's own picture of the screen from nothing.
void cle_refresh(EditLine *editor);

/// Switches the terminal to the editor's modes, or back to the user's.
void cle_prepare_terminal(EditLine *editor, bool editing);

// MARK: History, in memory only

HistoryW *_Nullable cle_history_open(EditLine *editor, int size);
void cle_history_enter(HistoryW *history, const wchar_t *statement);

// MARK: Signals

/// Installs the handler of SIGINT unless the process was started with SIGINT ignored. Safe to call more than once. Where
/// it is to be taken once, the second SIGINT ends the process as it would have without a handler.
void cle_interrupt_install(bool once);
bool cle_interrupt_is_raised(void);
void cle_interrupt_raise(void);

/// Takes the interrupt down. Returns whether it was raised.
bool cle_interrupt_take(void);

/// Installs a handler of SIGHUP that raises the interrupt and is remembered for good, unless the process was started
/// with SIGHUP ignored. Safe to call more than once.
void cle_hangup_install(void);
bool cle_hangup_has_come(void);

/// What happened to the terminal while a line was being read.
enum { cle_event_resized = 1, cle_event_continued = 2, cle_event_stop_asked = 4 };

/// Starts or ends noticing SIGWINCH, SIGCONT and SIGTSTP; ending restores the former handlers.
void cle_watch_terminal(bool watching);

/// The `cle_event_` bits since the last call.
unsigned cle_take_events(void);

/// Stops this process as Ctrl-Z would have done, and returns when it is continued.
void cle_stop(void);

/// Waits until `descriptor` can be read (1) or a signal of this file arrived (0); -1 and `errno` on failure. A signal
/// that arrived since the last call counts.
int cle_wait(int descriptor);

/// Whether `descriptor` can be read now or within some milliseconds.
bool cle_has_input(int descriptor, int milliseconds);

// MARK: The terminal

/// The keys that the terminal turns into SIGINT and SIGTSTP, -1 where none does.
void cle_signal_keys(int descriptor, int *interrupt, int *stop);

/// Lets the terminal turn those keys into signals from now on. Those pressed before can still be read.
void cle_send_signals(int descriptor);

/// Opens a terminal a second time for reading that never blocks; whoever else has it open is not affected. Between
/// `poll` and `read` a terminal may throw away what there was to read. Returns -1 where that can't be done.
int cle_open_again(int terminal);

/// Reads the size of the terminal's window. Returns false when there is none or it is not known.
bool cle_window_size(int descriptor, int *columns, int *rows);

#pragma clang assume_nonnull end
#endif
