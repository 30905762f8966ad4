/* The places the kernel uses to suspend a process: where asyncify saves the C stack, and when a long loop may stop. */
#include "delivery.h"

#include <wasi/api.h>

/* About 3 KiB a nested shell function: 64 KiB ended at 300 of them. The kernel copies only what is used. */
#define SAVED_STACK_SIZE (1024 * 1024)

char __asyncify_buf[SAVED_STACK_SIZE] __attribute__((aligned(16)));

/* As asyncify wants it; until the kernel fills it in, `end` holds the size of the buffer. */
struct {
	uint32_t current, end;
} __asyncify_data = {0, SAVED_STACK_SIZE};

/* Called by ash for every node it evaluates (patches/ash-yield.patch). The kernel switches processes only when this
 * one's time slice is over, but asking it costs a call out of wasm: every 32nd time is often enough. */
void __posix_yield(void)
{
	static unsigned calls;
	if (++calls % 32 == 0) {
		(void)__wasi_sched_yield();
		take_signals();
	}
}

/* The same for interpreters whose turns are far shorter than a shell's (patches/interpreter-yield.patch): every 32nd
 * time made awk a third slower, every 1024th is not to be measured. */
void __posix_yield_rarely(void)
{
	static unsigned calls;
	if (++calls % 1024 == 0) {
		(void)__wasi_sched_yield();
		take_signals();
	}
}
