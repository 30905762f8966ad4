/* Terminals: their settings, which the kernel keeps, and what can be computed from them. */
#include "kernel.h"
#include "result.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

int ioctl(int descriptor, int request, ...)
{
	va_list rest;
	va_start(rest, request);
	void *argument = va_arg(rest, void *);
	va_end(rest);
	return posix_result(kernel_ioctl(descriptor, request, argument));
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
	return (size_t)snprintf(name, size, "/dev/tty") < size ? 0 : ERANGE;
}

int tcgetattr(int descriptor, struct termios *settings)
{
	return posix_result(kernel_ioctl(descriptor, TCGETS, settings));
}

/* when: TCSANOW, TCSADRAIN or TCSAFLUSH, which are 0 to 2, as the three requests follow one another. */
int tcsetattr(int descriptor, int when, const struct termios *settings)
{
	return posix_result(kernel_ioctl(descriptor, TCSETS + when, (void *)settings));
}

/* Nothing waits between a program and its terminal. */
int tcflush(int descriptor, int queue)
{
	return 0;
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
