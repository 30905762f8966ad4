/* Names in the filesystem: what is there, making, linking, renaming and removing, modes and owners. */
#include "kernel.h"
#include "result.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <wasi/api.h>

int stat(const char *restrict path, struct stat *restrict result)
{
	return posix_result(kernel_statat(AT_FDCWD, path, strlen(path), 0, result));
}

int lstat(const char *restrict path, struct stat *restrict result)
{
	return posix_result(kernel_statat(AT_FDCWD, path, strlen(path), AT_SYMLINK_NOFOLLOW, result));
}

int fstat(int descriptor, struct stat *result)
{
	return posix_result(kernel_fstat(descriptor, result));
}

int access(const char *path, int mode)
{
	return posix_result(kernel_accessat(AT_FDCWD, path, strlen(path), mode, 0));
}

int chmod(const char *path, mode_t mode)
{
	return posix_result(kernel_chmodat(AT_FDCWD, path, strlen(path), mode, 0));
}

int fchmod(int descriptor, mode_t mode)
{
	return posix_result(kernel_fchmod(descriptor, mode));
}

mode_t umask(mode_t mask)
{
	return kernel_umask(mask);
}

int chown(const char *path, uid_t owner, gid_t group)
{
	return posix_result(kernel_chownat(AT_FDCWD, path, strlen(path), owner, group, 0));
}

int lchown(const char *path, uid_t owner, gid_t group)
{
	return posix_result(kernel_chownat(AT_FDCWD, path, strlen(path), owner, group, AT_SYMLINK_NOFOLLOW));
}

int fchown(int descriptor, uid_t owner, gid_t group)
{
	return posix_result(kernel_fchown(descriptor, owner, group));
}

int mkdir(const char *path, mode_t mode)
{
	return posix_result(kernel_mkdirat(AT_FDCWD, path, strlen(path), mode));
}

int mknod(const char *path, mode_t mode, dev_t device)
{
	return posix_result(kernel_mknodat(AT_FDCWD, path, strlen(path), mode, device));
}

int mkfifo(const char *path, mode_t mode)
{
	return mknod(path, S_IFIFO | (mode & 07777), 0);
}

int link(const char *from, const char *to)
{
	return wasi_result(__wasi_path_link(AT_FDCWD, 0, from, AT_FDCWD, to));
}

int symlink(const char *target, const char *path)
{
	return wasi_result(__wasi_path_symlink(target, AT_FDCWD, path));
}

ssize_t readlink(const char *restrict path, char *restrict buffer, size_t length)
{
	size_t bytes;
	return wasi_result(__wasi_path_readlink(AT_FDCWD, path, (uint8_t *)buffer, length, &bytes)) ? -1 : (ssize_t)bytes;
}

int unlink(const char *path)
{
	return wasi_result(__wasi_path_unlink_file(AT_FDCWD, path));
}

int rmdir(const char *path)
{
	return wasi_result(__wasi_path_remove_directory(AT_FDCWD, path));
}

int rename(const char *from, const char *to)
{
	return wasi_result(__wasi_path_rename(AT_FDCWD, from, AT_FDCWD, to));
}
