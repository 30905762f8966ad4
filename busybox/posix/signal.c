/* Signals: what a process does with each, which are blocked, sending them, and the alarm clock. */
#include "delivery.h"
#include "kernel.h"
#include "result.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

volatile int32_t __posix_sigflag;

enum { LAST_SIGNAL = 64, LAST_STANDARD_SIGNAL = 31 };

static struct sigaction actions[LAST_SIGNAL + 1];

bool run_handlers(void)
{
	bool restart = true;
	int signal;
	while ((signal = kernel_signext()) > 0) {
		struct sigaction action = actions[signal];
		if (!(action.sa_flags & SA_RESTART))
			restart = false;
		if (action.sa_flags & SA_RESETHAND) {
			actions[signal].sa_handler = SIG_DFL;
			kernel_sigaction(signal, KERNEL_DEFAULT);
		}
		uint64_t blocked = action.sa_mask;
		if (!(action.sa_flags & SA_NODEFER))
			blocked |= 1ull << (signal - 1);
		uint64_t old;
		kernel_sigprocmask(SIG_BLOCK, &blocked, &old);
		int error = errno;
		if (action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN)
			action.sa_handler(signal);
		errno = error;
		kernel_sigprocmask(SIG_SETMASK, &old, 0);
	}
	return restart;
}

/* A signal that was ignored before exec stays ignored; the table above starts out empty and has to learn of it. */
__attribute__((constructor)) static void inherit_ignored_signals(void)
{
	for (int signal = 1; signal <= LAST_STANDARD_SIGNAL; signal++)
		if (kernel_sigaction(signal, KERNEL_ASK) == KERNEL_IGNORE)
			actions[signal].sa_handler = SIG_IGN;
}

static int disposition(const struct sigaction *action)
{
	if (action->sa_handler == SIG_DFL)
		return KERNEL_DEFAULT;
	return action->sa_handler == SIG_IGN ? KERNEL_IGNORE : KERNEL_CATCH;
}

int sigaction(int signal, const struct sigaction *restrict new, struct sigaction *restrict old)
{
	if (signal < 1 || signal > LAST_SIGNAL)
		return wasi_result(EINVAL);
	if (new && (signal == SIGKILL || signal == SIGSTOP))
		return wasi_result(EINVAL);
	struct sigaction before = actions[signal];
	if (new) {
		actions[signal] = *new;
		kernel_sigaction(signal, disposition(new));
	}
	if (old)
		*old = before;
	take_signals();
	return 0;
}

void (*signal(int signal, void (*handler)(int)))(int)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
	struct sigaction old;
	return sigaction(signal, &action, &old) < 0 ? SIG_ERR : old.sa_handler;
}

int sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict old)
{
	uint64_t before = 0;
	int result = posix_result(kernel_sigprocmask(how, set, &before));
	if (old)
		*old = before;
	take_signals();
	return result;
}

int sigsuspend(const sigset_t *mask)
{
	uint64_t during = *mask;
	kernel_sigsuspend(&during);
	take_signals();
	kernel_sigsuspend(0);
	return wasi_result(EINTR);
}

int sigemptyset(sigset_t *set)
{
	*set = 0;
	return 0;
}

int sigfillset(sigset_t *set)
{
	*set = ~0ull;
	return 0;
}

int sigaddset(sigset_t *set, int signal)
{
	*set |= 1ull << (signal - 1);
	return 0;
}

int sigdelset(sigset_t *set, int signal)
{
	*set &= ~(1ull << (signal - 1));
	return 0;
}

int sigismember(const sigset_t *set, int signal)
{
	return *set >> (signal - 1) & 1;
}

int kill(pid_t process, int signal)
{
	int result = wasi_result(kernel_proc_signal(process, signal));
	if (!result)
		stop_here();
	take_signals();
	return result;
}

int killpg(pid_t group, int signal)
{
	return kill(-group, signal);
}

int raise(int signal)
{
	return kill(getpid(), signal);
}

/* Ends the process without a look at the handlers: malloc calls this, and a call through a pointer in here would make
 * asyncify instrument malloc and all that call it (never-blocks.txt). */
_Noreturn void abort(void)
{
	kernel_sigaction(SIGABRT, KERNEL_DEFAULT);
	kernel_proc_signal(getpid(), SIGABRT);
	__builtin_trap();
}

unsigned alarm(unsigned seconds)
{
	int64_t left = 0;
	kernel_setitimer(seconds * 1000000ll, 0, &left);
	return (left + 999999) / 1000000;
}

/* In the order of the signals' numbers, each ended by a NUL. */
static const char signal_names[] =
	"Unknown signal\0Hangup\0Interrupt\0Quit\0Illegal instruction\0Trace/breakpoint trap\0Aborted\0Bus error\0"
	"Arithmetic exception\0Killed\0User defined signal 1\0Segmentation fault\0User defined signal 2\0Broken pipe\0"
	"Alarm clock\0Terminated\0Stack fault\0Child process status\0Continued\0Stopped (signal)\0Stopped\0"
	"Stopped (tty input)\0Stopped (tty output)\0Urgent I/O condition\0CPU time limit exceeded\0"
	"File size limit exceeded\0Virtual timer expired\0Profiling timer expired\0Window changed\0I/O possible\0"
	"Power failure\0Bad system call";

char *strsignal(int signal)
{
	if (signal < 0 || signal > LAST_STANDARD_SIGNAL)
		signal = 0;
	const char *name = signal_names;
	for (; signal > 0; signal--)
		name += strlen(name) + 1;
	return (char *)name;
}
