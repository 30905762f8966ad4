/** When a request is made again: backoff, `Retry-After` (RFC 9110, section 10.2.3), and waiting that can be stopped. */

/** Milliseconds that the header asks to wait; undefined when there is none that can be read. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Milliseconds before the attempt of that number (the second is 1): doubled each time, and never the same for all. */
export function backoff(attempt: number, firstDelay: number, longestDelay: number): number {
  const delay = Math.min(firstDelay * 2 ** (attempt - 1), longestDelay);
  return delay * (0.75 + Math.random() / 2);
}

/** Waits; rejects with the signal's reason as soon as it is aborted. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
