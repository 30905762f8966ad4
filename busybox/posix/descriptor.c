/* Open files: opening, reading, writing, seeking, copying descriptors, pipes, poll. */
#include "delivery.h"
#include "kernel.h"
#include "result.h"

#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <sys/file.h>
#include <sys/uio.h>
#include <unistd.h>
#include <wasi/api.h>

/* wasi-libc makes it a macro for the case of asking where one is. */
#undef lseek

static int open_path(int folder, const char *path, int flags, mode_t mode)
{
	/* WASI's O_RDONLY is not 0, and some callers pass a plain 0. */
	if (!(flags & (O_RDONLY | O_WRONLY)))
		flags |= O_RDONLY;
	int result;
	do
		result = kernel_openat(folder, path, strlen(path), flags, mode);
	while (call_again(result < 0 ? -result : 0));
	return posix_result(result);
}

int openat(int folder, const char *path, int flags, ...)
{
	mode_t mode = 0;
	if (flags & O_CREAT) {
		va_list rest;
		va_start(rest, flags);
		mode = va_arg(rest, mode_t);
		va_end(rest);
	}
	return open_path(folder, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	if (flags & O_CREAT) {
		va_list rest;
		va_start(rest, flags);
		mode = va_arg(rest, mode_t);
		va_end(rest);
	}
	return open_path(AT_FDCWD, path, flags, mode);
}

/* What wasi-libc's fopen calls. */
int __wasilibc_open_nomode(const char *path, int flags)
{
	return open_path(AT_FDCWD, path, flags, 0666);
}

int close(int descriptor)
{
	return wasi_result(__wasi_fd_close(descriptor));
}

ssize_t readv(int descriptor, const struct iovec *pieces, int count)
{
	size_t bytes = 0;
	int error;
	do
		error = __wasi_fd_read(descriptor, (const __wasi_iovec_t *)pieces, count, &bytes);
	while (call_again(error));
	return wasi_result(error) ? -1 : (ssize_t)bytes;
}

ssize_t read(int descriptor, void *buffer, size_t length)
{
	struct iovec piece = {buffer, length};
	return readv(descriptor, &piece, 1);
}

ssize_t writev(int descriptor, const struct iovec *pieces, int count)
{
	size_t bytes = 0;
	int error;
	do
		error = __wasi_fd_write(descriptor, (const __wasi_ciovec_t *)pieces, count, &bytes);
	while (call_again(error));
	return wasi_result(error) ? -1 : (ssize_t)bytes;
}

ssize_t write(int descriptor, const void *buffer, size_t length)
{
	struct iovec piece = {(void *)buffer, length};
	return writev(descriptor, &piece, 1);
}

ssize_t pread(int descriptor, void *buffer, size_t length, off_t offset)
{
	__wasi_iovec_t piece = {buffer, length};
	size_t bytes = 0;
	return wasi_result(__wasi_fd_pread(descriptor, &piece, 1, offset, &bytes)) ? -1 : (ssize_t)bytes;
}

off_t lseek(int descriptor, off_t offset, int whence)
{
	__wasi_filesize_t position;
	return wasi_result(__wasi_fd_seek(descriptor, offset, whence, &position)) ? -1 : (off_t)position;
}

/* The two names wasi-libc calls it by. */
off_t __lseek(int descriptor, off_t offset, int whence)
{
	return lseek(descriptor, offset, whence);
}

off_t __wasilibc_tell(int descriptor)
{
	return lseek(descriptor, 0, SEEK_CUR);
}

int ftruncate(int descriptor, off_t length)
{
	return wasi_result(__wasi_fd_filestat_set_size(descriptor, length));
}

int posix_fallocate(int descriptor, off_t offset, off_t length)
{
	struct stat file;
	if (fstat(descriptor, &file))
		return errno;
	if (file.st_size >= offset + length)
		return 0;
	return ftruncate(descriptor, offset + length) ? errno : 0;
}

int dup(int descriptor)
{
	int copy;
	return wasi_result(kernel_fd_dup(descriptor, &copy)) ? -1 : copy;
}

int dup2(int from, int to)
{
	return posix_result(kernel_dup3(from, to, 0));
}

int pipe(int ends[2])
{
	return wasi_result(kernel_fd_pipe(&ends[0], &ends[1]));
}

int pipe2(int ends[2], int flags)
{
	if (pipe(ends))
		return -1;
	if (flags & O_CLOEXEC) {
		fcntl(ends[0], F_SETFD, FD_CLOEXEC);
		fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	}
	return 0;
}

/* A build has one program at a time in a file, so every lock is granted and none is ever found. */
static int lock_record(int command, struct flock *lock)
{
	if (command == F_GETLK)
		lock->l_type = F_UNLCK;
	return 0;
}

int fcntl(int descriptor, int command, ...)
{
	va_list rest;
	va_start(rest, command);
	if (command == F_GETLK || command == F_SETLK || command == F_SETLKW) {
		struct flock *lock = va_arg(rest, struct flock *);
		va_end(rest);
		return lock_record(command, lock);
	}
	int argument = va_arg(rest, int);
	va_end(rest);
	return posix_result(kernel_fcntl(descriptor, command, argument));
}

int flock(int descriptor, int operation)
{
	return 0;
}

int poll(struct pollfd *descriptors, nfds_t count, int milliseconds)
{
	int result = kernel_poll(descriptors, count, milliseconds);
	take_signals();
	return posix_result(result);
}

/* Files are in memory: there is nothing to write through. */
int fsync(int descriptor)
{
	return 0;
}

int fdatasync(int descriptor)
{
	return 0;
}

int syncfs(int descriptor)
{
	return 0;
}

void sync(void)
{
}
