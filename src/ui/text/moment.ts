/** Moments of this device's clock, as its owner reads them. */

/** Milliseconds since the Unix epoch → `20:15:03` today, `23 Nov, 20:15` before. */
export function formatMoment(moment: number, now: number): string {
  const date = new Date(moment);
  const isToday = new Date(now).toDateString() === date.toDateString();
  return isToday
    ? date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
    : date.toLocaleString(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}
