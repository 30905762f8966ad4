/* From the kernel's way of reporting failure to C's: -1 and errno. */
#ifndef DRYDOCK_RESULT_H
#define DRYDOCK_RESULT_H

#include <errno.h>

/* Of a function that returns a value or a negated error number (module `posix`). */
static inline int posix_result(int result)
{
	if (result >= 0)
		return result;
	errno = -result;
	return -1;
}

/* Of a function that returns 0 or an error number (WASI and module `wasix_32v1`). */
static inline int wasi_result(int error)
{
	if (error == 0)
		return 0;
	errno = error;
	return -1;
}

#endif
