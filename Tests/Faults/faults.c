// Preloaded into a program (LD_PRELOAD), ends it at one of its calls to the system, or makes that call fail.
//
//   FAULT_BELOW   the folder whose files are meant
//   FAULT_AT      the number of the call, counted from 1
//   FAULT_ERROR   the error number with which it fails; without one the process is killed before the call
//
// Calls that only read are meant where the error is EIO, since they cannot fail for want of space, and a kill before one
// leaves what a kill before the next call leaves.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_long calls;

// Whether this call on a path is the one that fails.
static bool fails(const char *path) {
  const char *below = getenv("FAULT_BELOW"), *at = getenv("FAULT_AT"), *error = getenv("FAULT_ERROR");
  if (!below || !at || !path || strncmp(path, below, strlen(below)) != 0) return false;
  if (atomic_fetch_add(&calls, 1) + 1 != atol(at)) return false;
  if (!error) raise(SIGKILL);
  errno = atoi(error);
  return true;
}

static bool fails_open(int file) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return false;
  path[length] = 0;
  return fails(path);
}

static bool reading_fails(void) {
  const char *error = getenv("FAULT_ERROR");
  return error && atoi(error) == EIO;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  bool is_meant = flags & (O_CREAT | O_WRONLY | O_RDWR) || reading_fails();
  return is_meant && fails(path) ? -1 : REAL(open)(path, flags, mode);
}

int mkdir(const char *path, mode_t mode) { return fails(path) ? -1 : REAL(mkdir)(path, mode); }
int rmdir(const char *path) { return fails(path) ? -1 : REAL(rmdir)(path); }
int unlink(const char *path) { return fails(path) ? -1 : REAL(unlink)(path); }
int link(const char *from, const char *to) { return fails(to) ? -1 : REAL(link)(from, to); }
int symlink(const char *from, const char *to) { return fails(to) ? -1 : REAL(symlink)(from, to); }
int rename(const char *from, const char *to) { return fails(to) ? -1 : REAL(rename)(from, to); }

ssize_t read(int file, void *bytes, size_t count) {
  return reading_fails() && fails_open(file) ? -1 : REAL(read)(file, bytes, count);
}

ssize_t write(int file, const void *bytes, size_t count) {
  return fails_open(file) ? -1 : REAL(write)(file, bytes, count);
}

int fsync(int file) { return fails_open(file) ? -1 : REAL(fsync)(file); }
int fchmod(int file, mode_t mode) { return fails_open(file) ? -1 : REAL(fchmod)(file, mode); }
