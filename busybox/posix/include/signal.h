/* Signals as integers, and the flags of sigaction. Needs the guards of wasi-libc's header opened (headers.sh). */
#ifndef DRYDOCK_SIGNAL_H
#define DRYDOCK_SIGNAL_H
#include_next <signal.h>

/* Values, not functions: they are compared and never called. */
#undef SIG_IGN
#define SIG_IGN ((void (*)(int))1)
#undef SIG_ERR
#define SIG_ERR ((void (*)(int)) - 1)

#define SA_NOCLDSTOP 1
#define SA_NOCLDWAIT 2
#define SA_SIGINFO 4
#define SA_ONSTACK 0x08000000
#define SA_RESTART 0x10000000
#define SA_NODEFER 0x40000000
#define SA_RESETHAND 0x80000000

#endif
