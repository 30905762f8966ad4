/* When a file was last read and changed. */
#include "result.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <wasi/api.h>

static __wasi_timestamp_t nanoseconds(struct timespec time)
{
	return time.tv_sec * 1000000000ull + time.tv_nsec;
}

/* One WASI flag out of "to this time", "to now" and "leave it" (no flag). */
static __wasi_fstflags_t choice(struct timespec time, __wasi_fstflags_t given, __wasi_fstflags_t now)
{
	if (time.tv_nsec == UTIME_OMIT)
		return 0;
	return time.tv_nsec == UTIME_NOW ? now : given;
}

static __wasi_fstflags_t choices(const struct timespec times[2])
{
	return choice(times[0], __WASI_FSTFLAGS_ATIM, __WASI_FSTFLAGS_ATIM_NOW) |
	       choice(times[1], __WASI_FSTFLAGS_MTIM, __WASI_FSTFLAGS_MTIM_NOW);
}

static const struct timespec both_now[2] = {{.tv_nsec = UTIME_NOW}, {.tv_nsec = UTIME_NOW}};

int utimensat(int folder, const char *path, const struct timespec times[2], int flags)
{
	if (!times)
		times = both_now;
	return wasi_result(__wasi_path_filestat_set_times(
		folder, flags & AT_SYMLINK_NOFOLLOW ? 0 : __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW, path,
		nanoseconds(times[0]), nanoseconds(times[1]), choices(times)));
}

int futimens(int descriptor, const struct timespec times[2])
{
	if (!times)
		times = both_now;
	return wasi_result(__wasi_fd_filestat_set_times(descriptor, nanoseconds(times[0]), nanoseconds(times[1]),
							choices(times)));
}

int utimes(const char *path, const struct timeval times[2])
{
	if (!times)
		return utimensat(AT_FDCWD, path, 0, 0);
	struct timespec precise[2] = {
		{.tv_sec = times[0].tv_sec, .tv_nsec = times[0].tv_usec * 1000},
		{.tv_sec = times[1].tv_sec, .tv_nsec = times[1].tv_usec * 1000},
	};
	return utimensat(AT_FDCWD, path, precise, 0);
}
