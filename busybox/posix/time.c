/* Sleeping, the time a process has used, and the clock, which no build may set. */
#include "delivery.h"
#include "kernel.h"
#include "result.h"

#include <sys/times.h>
#include <time.h>
#include <unistd.h>
#include <wasi/api.h>

static const int64_t second = 1000000000;

static int64_t monotonic_nanoseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * second + now.tv_nsec;
}

/* Returns what is left of the time when a signal ended the sleep early, else 0. */
static int64_t sleep_nanoseconds(int64_t duration)
{
	__wasi_subscription_t alarm = {
		.u = {.tag = __WASI_EVENTTYPE_CLOCK,
		      .u = {.clock = {.id = __WASI_CLOCKID_MONOTONIC, .timeout = duration}}},
	};
	__wasi_event_t event;
	size_t events;
	int64_t end = monotonic_nanoseconds() + duration;
	int error = __wasi_poll_oneoff(&alarm, &event, 1, &events);
	take_signals();
	if (!error)
		return 0;
	int64_t left = end - monotonic_nanoseconds();
	return left > 0 ? left : 0;
}

/* `left` may be the same object as `duration`. */
int nanosleep(const struct timespec *duration, struct timespec *left)
{
	int64_t nanoseconds = sleep_nanoseconds(duration->tv_sec * second + duration->tv_nsec);
	if (nanoseconds == 0)
		return 0;
	if (left)
		*left = (struct timespec){.tv_sec = nanoseconds / second, .tv_nsec = nanoseconds % second};
	return wasi_result(EINTR);
}

unsigned sleep(unsigned seconds)
{
	return (sleep_nanoseconds(seconds * second) + second - 1) / second;
}

int usleep(unsigned microseconds)
{
	return wasi_result(sleep_nanoseconds(microseconds * 1000ll) ? EINTR : 0);
}

clock_t times(struct tms *result)
{
	enum { MICROSECONDS_PER_TICK = 10000 };
	uint64_t microseconds[4] = {0};
	kernel_times(microseconds);
	if (result) {
		result->tms_utime = microseconds[0] / MICROSECONDS_PER_TICK;
		result->tms_stime = microseconds[1] / MICROSECONDS_PER_TICK;
		result->tms_cutime = microseconds[2] / MICROSECONDS_PER_TICK;
		result->tms_cstime = microseconds[3] / MICROSECONDS_PER_TICK;
	}
	return monotonic_nanoseconds() / (MICROSECONDS_PER_TICK * 1000);
}

int clock_settime(clockid_t clock, const struct timespec *time)
{
	return wasi_result(EPERM);
}
