/*
 * What the kernel offers besides WASI. Strings are a pointer and a length in bytes, without a terminating NUL.
 * The same functions, with the wasm types and whether they may suspend the process, are in src/sandbox/imports.json;
 * the build fails when the two differ.
 */
#ifndef DRYDOCK_KERNEL_H
#define DRYDOCK_KERNEL_H

#include <poll.h>
#include <stdint.h>
#include <sys/stat.h>

#define KERNEL(module, name) __attribute__((import_module(module), import_name(name)))
#define POSIX(name) KERNEL("posix", #name) int32_t kernel_##name
#define WASIX(name) KERNEL("wasix_32v1", #name) int32_t kernel_##name

/* Module `posix`: a value of 0 or more, or a negated WASI error number. */

POSIX(openat)(int32_t folder, const char *path, uint32_t length, int32_t flags, int32_t mode);
POSIX(statat)(int32_t folder, const char *path, uint32_t length, int32_t flags, struct stat *result);
POSIX(fstat)(int32_t descriptor, struct stat *result);
POSIX(chmodat)(int32_t folder, const char *path, uint32_t length, int32_t mode, int32_t flags);
POSIX(fchmod)(int32_t descriptor, int32_t mode);
/* An owner or group of -1 stays as it is. */
POSIX(chownat)(int32_t folder, const char *path, uint32_t length, uint32_t owner, uint32_t group, int32_t flags);
POSIX(fchown)(int32_t descriptor, uint32_t owner, uint32_t group);
POSIX(mkdirat)(int32_t folder, const char *path, uint32_t length, int32_t mode);
POSIX(mknodat)(int32_t folder, const char *path, uint32_t length, int32_t mode, uint32_t device);
POSIX(accessat)(int32_t folder, const char *path, uint32_t length, int32_t mode, int32_t flags);
POSIX(umask)(int32_t mask);
POSIX(fchdir)(int32_t descriptor);
POSIX(chroot)(const char *path, uint32_t length);
/* Six numbers: block size, blocks, free blocks, files, free files, type. */
POSIX(statfs)(const char *path, uint32_t length, uint64_t numbers[6]);

POSIX(fcntl)(int32_t descriptor, int32_t command, int32_t argument);
POSIX(dup3)(int32_t from, int32_t to, int32_t flags);
POSIX(ioctl)(int32_t descriptor, int32_t request, void *argument);
POSIX(poll)(struct pollfd *descriptors, uint32_t count, int32_t milliseconds);

/* Arguments and environment as blocks of NUL-ended strings. Returns only on failure. */
POSIX(execve)(const char *path, uint32_t length, const char *arguments, uint32_t arguments_length,
	      const char *environment, uint32_t environment_length);
/* usage: user and system time of the child, microseconds. */
POSIX(wait4)(int32_t process, int32_t *status, int32_t options, uint64_t usage[2]);
/* Four times in microseconds: user, system, children's user, children's system. */
POSIX(times)(uint64_t times[4]);

enum kernel_identity { KERNEL_UID, KERNEL_EUID, KERNEL_GID, KERNEL_EGID };
POSIX(getid)(int32_t which);
POSIX(setid)(int32_t which, uint32_t value);
POSIX(getgroups)(int32_t count, uint32_t *groups);
POSIX(setgroups)(int32_t count, const uint32_t *groups);
POSIX(getsid)(int32_t process);
POSIX(setsid)(void);
POSIX(getpgid)(int32_t process);
POSIX(setpgid)(int32_t process, int32_t group);

enum kernel_disposition { KERNEL_ASK = -1, KERNEL_DEFAULT, KERNEL_IGNORE, KERNEL_CATCH };
/* Returns the disposition from before. */
POSIX(sigaction)(int32_t signal, int32_t disposition);
POSIX(sigprocmask)(int32_t how, const uint64_t *set, uint64_t *old);
/* With a mask: waits with it in force. Without one: puts the mask from before back. */
POSIX(sigsuspend)(const uint64_t *mask);
/* The next signal whose handler is to be called, or 0. */
POSIX(signext)(void);
POSIX(setitimer)(int64_t microseconds, int64_t interval, int64_t *old_microseconds);

POSIX(hostname)(char *name, uint32_t length, int32_t set);
/* Uptime in seconds, memory and free memory in bytes, processes. */
POSIX(sysinfo)(uint64_t numbers[4]);

/* Module `wasix_32v1`: 0 or a WASI error number. */

WASIX(proc_fork)(int32_t copy_memory, int32_t *process);
WASIX(proc_id)(int32_t *process);
WASIX(proc_parent)(int32_t process, int32_t *parent);
WASIX(proc_signal)(int32_t process, int32_t signal);
WASIX(fd_pipe)(int32_t *reader, int32_t *writer);
WASIX(fd_dup)(int32_t descriptor, int32_t *copy);
WASIX(chdir)(const char *path, uint32_t length);
WASIX(getcwd)(char *path, uint32_t *length);
WASIX(stack_checkpoint)(void *place, uint64_t *value);
KERNEL("wasix_32v1", "stack_restore") _Noreturn void kernel_stack_restore(void *place, uint64_t value);

#endif
