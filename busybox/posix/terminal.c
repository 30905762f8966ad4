/* Terminals: their settings, which the kernel keeps, and what can be computed from them. */
#include "delivery.h"
#include "kernel.h"
#include "result.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* A request that only the group in front may make: the kernel has stopped whoever is behind, and answers EINTR. */
static int change(int descriptor, int request, void *argument)
{
	int result;
	do {
		result = kernel_ioctl(descriptor, request, argument);
		if (result == -EINTR)
			stop_here();
	} while (call_again(result < 0 ? -result : 0));
	return posix_result(result);
}

int ioctl(int descriptor, int request, ...)
{
	va_list rest;
	va_start(rest, request);
	void *argument = va_arg(rest, void *);
	va_end(rest);
	return change(descriptor, request, argument);
}

int isatty(int descriptor)
{
	struct winsize size;
	int result = kernel_ioctl(descriptor, TIOCGWINSZ, &size);
	if (result >= 0)
		return 1;
	errno = result == -EBADF ? EBADF : ENOTTY;
	return 0;
}

/* What wasi-libc's stdio calls. */
int __isatty(int descriptor)
{
	return isatty(descriptor);
}

int ttyname_r(int descriptor, char *name, size_t size)
{
	if (!isatty(descriptor))
		return errno;
	char link[sizeof "/proc/self/fd/-2147483648"];
	snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
	ssize_t length = readlink(link, name, size);
	if (length < 0)
		return errno;
	if ((size_t)length >= size)
		return ERANGE;
	name[length] = 0;
	return 0;
}

int tcgetattr(int descriptor, struct termios *settings)
{
	return posix_result(kernel_ioctl(descriptor, TCGETS, settings));
}

/* when: TCSANOW, TCSADRAIN or TCSAFLUSH, which are 0 to 2, as the three requests follow one another. */
int tcsetattr(int descriptor, int when, const struct termios *settings)
{
	return change(descriptor, TCSETS + when, (void *)settings);
}

pid_t tcgetpgrp(int descriptor)
{
	pid_t group = 0;
	return posix_result(kernel_ioctl(descriptor, TIOCGPGRP, &group)) < 0 ? -1 : group;
}

int tcsetpgrp(int descriptor, pid_t group)
{
	return change(descriptor, TIOCSPGRP, &group);
}

int tcflush(int descriptor, int queue)
{
	return posix_result(kernel_ioctl(descriptor, TCFLSH, (void *)(intptr_t)queue));
}

speed_t cfgetospeed(const struct termios *settings)
{
	return settings->c_cflag & CBAUD;
}

speed_t cfgetispeed(const struct termios *settings)
{
	return settings->c_cflag & CBAUD;
}

int cfsetospeed(struct termios *settings, speed_t speed)
{
	settings->c_cflag = (settings->c_cflag & ~CBAUD) | speed;
	return 0;
}

/* A speed of 0 means that of output, and both are in one place. */
int cfsetispeed(struct termios *settings, speed_t speed)
{
	return speed ? cfsetospeed(settings, speed) : 0;
}

void cfmakeraw(struct termios *settings)
{
	settings->c_iflag &= ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
	settings->c_oflag &= ~OPOST;
	settings->c_lflag &= ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	settings->c_cflag = (settings->c_cflag & ~(CSIZE | PARENB)) | CS8;
	settings->c_cc[VMIN] = 1;
	settings->c_cc[VTIME] = 0;
}
