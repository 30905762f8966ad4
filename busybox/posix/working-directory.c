/* Where relative paths start, and where absolute ones do. */
#include "kernel.h"
#include "result.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int chdir(const char *path)
{
	return wasi_result(kernel_chdir(path, strlen(path)));
}

int fchdir(int descriptor)
{
	return posix_result(kernel_fchdir(descriptor));
}

int chroot(const char *path)
{
	return posix_result(kernel_chroot(path, strlen(path)));
}

/* Without a buffer, allocates one: of the size given, or as long as needed for 0. */
char *getcwd(char *buffer, size_t size)
{
	char path[PATH_MAX];
	uint32_t length = sizeof path;
	if (wasi_result(kernel_getcwd(path, &length)))
		return 0;
	if (!buffer && size == 0)
		size = length + 1;
	if (length + 1 > size) {
		errno = ERANGE;
		return 0;
	}
	if (!buffer && !(buffer = malloc(size)))
		return 0;
	memcpy(buffer, path, length);
	buffer[length] = 0;
	return buffer;
}
