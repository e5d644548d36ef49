#define _GNU_SOURCE 1
#include "CLibEdit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

// Lock-free atomics and write(2) are all that the handlers touch: both are safe inside a signal handler.
static atomic_bool interrupted;
static atomic_uint events;
static atomic_int wake_reader = -1;
static atomic_int wake_writer = -1;

static void wake(void) {
  int descriptor = atomic_load(&wake_writer);
  if (descriptor < 0) return;
  int saved = errno;
  ssize_t written = write(descriptor, "", 1);  // a full pipe already wakes
  (void)written;
  errno = saved;
}

static void open_wake_pipe(void) {
  if (atomic_load(&wake_writer) >= 0) return;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return;
  atomic_store(&wake_reader, ends[0]);
  atomic_store(&wake_writer, ends[1]);
}

static void on_interrupt(int signal) {
  (void)signal;
  atomic_store(&interrupted, true);
  wake();
}

static void on_terminal_event(int signal) {
  unsigned event = signal == SIGWINCH ? cle_event_resized
                   : signal == SIGCONT ? cle_event_continued
                                       : cle_event_stop_asked;
  atomic_fetch_or(&events, event);
  wake();
}

static void install(int signal, void (*handler)(int), int flags, struct sigaction *former) {
  struct sigaction action = {0};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART | flags;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, former);
}

void cle_interrupt_install(bool once) {
  open_wake_pipe();
  struct sigaction current;
  if (sigaction(SIGINT, NULL, &current) == 0 && current.sa_handler == SIG_IGN) return;
  install(SIGINT, on_interrupt, once ? (int)SA_RESETHAND : 0, NULL);
}

bool cle_interrupt_is_raised(void) { return atomic_load_explicit(&interrupted, memory_order_relaxed); }

void cle_interrupt_raise(void) { on_interrupt(SIGINT); }

bool cle_interrupt_take(void) { return atomic_exchange(&interrupted, false); }

static atomic_bool hung_up;

static void on_hangup(int signal) {
  atomic_store(&hung_up, true);
  on_interrupt(signal);
}

void cle_hangup_install(void) {
  open_wake_pipe();
  struct sigaction current;
  if (sigaction(SIGHUP, NULL, &current) == 0 && current.sa_handler == SIG_IGN) return;
  install(SIGHUP, on_hangup, 0, NULL);
}

bool cle_hangup_has_come(void) { return atomic_load_explicit(&hung_up, memory_order_relaxed); }

static const int watched[] = {SIGWINCH, SIGCONT, SIGTSTP};
enum { watched_count = sizeof watched / sizeof watched[0] };
static struct sigaction former[watched_count];
static bool is_watching;

void cle_watch_terminal(bool watching) {
  if (watching == is_watching) return;
  is_watching = watching;
  open_wake_pipe();
  for (int i = 0; i < watched_count; i++) {
    if (!watching) {
      sigaction(watched[i], &former[i], NULL);
      continue;
    }
    install(watched[i], on_terminal_event, 0, &former[i]);
    // A process started with Ctrl-Z ignored keeps ignoring it.
    if (watched[i] == SIGTSTP && former[i].sa_handler == SIG_IGN) sigaction(SIGTSTP, &former[i], NULL);
  }
}

unsigned cle_take_events(void) { return atomic_exchange(&events, 0); }

void cle_stop(void) {
  struct sigaction watching;
  install(SIGTSTP, SIG_DFL, 0, &watching);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &watching, NULL);
}

int cle_wait(int descriptor) {
  struct pollfd waiting[2] = {
    {.fd = descriptor, .events = POLLIN},
    {.fd = atomic_load(&wake_reader), .events = POLLIN},
  };
  int ready = poll(waiting, 2, -1);
  if (ready < 0) return errno == EINTR ? 0 : -1;
  if (waiting[1].revents) {
    char drained[64];
    while (read(waiting[1].fd, drained, sizeof drained) > 0) continue;
    return 0;
  }
  return waiting[0].revents ? 1 : 0;
}

bool cle_has_input(int descriptor, int milliseconds) {
  struct pollfd waiting = {.fd = descriptor, .events = POLLIN};
  return poll(&waiting, 1, milliseconds) == 1;
}
