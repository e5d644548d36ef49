#define _GNU_SOURCE 1
#include "CLibEdit.h"

#include <fcntl.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static bool is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

bool cle_use_utf8(void) {
  if (is_utf8()) return true;
  setlocale(LC_CTYPE, "");
  if (is_utf8()) return true;
  setlocale(LC_CTYPE, "C.UTF-8");
  return is_utf8();
}

int cle_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

// libedit's own drawing miscounts double-width characters, so it is dropped here; only the bell passes.
static ssize_t pass_the_bell(void *cookie, const char *bytes, size_t count) {
  if (memchr(bytes, '\a', count)) {
    ssize_t written = write((int)(intptr_t)cookie, "\a", 1);
    (void)written;
  }
  return (ssize_t)count;
}

static FILE *open_sink(int output) {
  cookie_io_functions_t functions = {.write = pass_the_bell};
  return fopencookie((void *)(intptr_t)output, "w", functions);
}

EditLine *cle_open(const char *program, int input, int output) {
  FILE *sink = open_sink(output);
  if (!sink) return NULL;
  // Complaints about an unknown TERM are dropped with the drawing: nothing drawn here depends on it.
  EditLine *editor = el_init_fd(program, stdin, sink, sink, input, output, STDERR_FILENO);
  if (!editor) {
    fclose(sink);
    return NULL;
  }
  el_wset(editor, EL_SETFP, 2, stderr);
  el_wset(editor, EL_SIGNAL, 0);
  return editor;
}

void cle_close(EditLine *editor) {
  FILE *sink = NULL;
  el_wget(editor, EL_GETFP, 1, &sink);
  el_end(editor);
  if (sink) fclose(sink);
}

void cle_set_client(EditLine *editor, void *client) { el_wset(editor, EL_CLIENTDATA, client); }

void *cle_client(EditLine *editor) {
  void *client = NULL;
  el_wget(editor, EL_CLIENTDATA, &client);
  return client;
}

void cle_set_reader(EditLine *editor, cle_reader reader) { el_wset(editor, EL_GETCFN, reader); }

void cle_use_emacs_keys(EditLine *editor) { el_wset(editor, EL_EDITOR, L"emacs"); }

bool cle_has_vi_keys(EditLine *editor) {
  const wchar_t *name = NULL;
  return el_wget(editor, EL_EDITOR, &name) == 0 && name && wcscmp(name, L"vi") == 0;
}

void cle_enable_editing(EditLine *editor) { el_wset(editor, EL_EDITMODE, 1); }

void cle_take_every_key(EditLine *editor) {
  el_wset(editor, EL_SETTY, L"-d", L"-icrnl", L"-inlcr", L"-ixon", L"-isig", NULL);
}

void cle_clear_capability(EditLine *editor, const wchar_t *capability) {
  el_wset(editor, EL_SETTC, capability, L"", NULL);
}

void cle_add_command(EditLine *editor, const wchar_t *name, const wchar_t *help, cle_command command) {
  el_wset(editor, EL_ADDFN, name, help, command);
}

void cle_bind(EditLine *editor, const wchar_t *key, const wchar_t *command) {
  el_wset(editor, EL_BIND, key, command, NULL);
}

void cle_bind_alternate(EditLine *editor, const wchar_t *key, const wchar_t *command) {
  el_wset(editor, EL_BIND, L"-a", key, command, NULL);
}

void cle_refresh(EditLine *editor) { el_wset(editor, EL_REFRESH); }

void cle_prepare_terminal(EditLine *editor, bool editing) { el_wset(editor, EL_PREP_TERM, editing ? 1 : 0); }

HistoryW *cle_history_open(EditLine *editor, int size) {
  HistoryW *history = history_winit();
  if (!history) return NULL;
  HistEventW event;
  history_w(history, &event, H_SETSIZE, size);
  el_wset(editor, EL_HIST, history_w, history);
  return history;
}

void cle_history_enter(HistoryW *history, const wchar_t *statement) {
  HistEventW event;
  history_w(history, &event, H_ENTER, statement);
}

static int key_of(const struct termios *modes, int index) {
  if (!(modes->c_lflag & ISIG) || modes->c_cc[index] == _POSIX_VDISABLE) return -1;
  return modes->c_cc[index];
}

void cle_signal_keys(int descriptor, int *interrupt, int *stop) {
  struct termios modes;
  *interrupt = *stop = -1;
  if (tcgetattr(descriptor, &modes) != 0) return;
  *interrupt = key_of(&modes, VINTR);
  *stop = key_of(&modes, VSUSP);
}

void cle_send_signals(int descriptor) {
  struct termios modes;
  if (tcgetattr(descriptor, &modes) != 0) return;
  modes.c_lflag |= ISIG;
  tcsetattr(descriptor, TCSANOW, &modes);
}

int cle_open_again(int terminal) {
  char path[PATH_MAX];
  if (ttyname_r(terminal, path, sizeof path) != 0) return -1;
  int again = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (again < 0) return -1;
  struct stat one, other;
  if (fstat(terminal, &one) == 0 && fstat(again, &other) == 0 && one.st_rdev == other.st_rdev) return again;
  close(again);
  return -1;
}

bool cle_window_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return true;
}
