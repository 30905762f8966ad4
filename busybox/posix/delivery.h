/*
 * Signal handlers run here and only here. The kernel never calls into a process: it sets a flag in the process's memory,
 * and every wrapper of a call that can take time looks at the flag when the call is back.
 */
#ifndef DRYDOCK_DELIVERY_H
#define DRYDOCK_DELIVERY_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>

#include <wasi/api.h>

/* Set by the kernel when a caught signal that is not blocked is pending. */
extern volatile int32_t __posix_sigflag;

/* Calls the handlers of all pending signals. True if every one of them was installed with SA_RESTART. */
bool run_handlers(void);

static inline void take_signals(void)
{
	if (__posix_sigflag)
		run_handlers();
}

/* After a call that may have stopped this very process: the kernel holds it at the next call that may block. */
static inline void stop_here(void)
{
	(void)__wasi_sched_yield();
}

/* After a call that may be interrupted: takes signals, and says whether the call is to be made again. */
static inline bool call_again(int error)
{
	if (error != EINTR) {
		take_signals();
		return false;
	}
	return __posix_sigflag ? run_handlers() : true;
}

#endif
