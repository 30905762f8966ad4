// Durations as Go writes and reads them, "1m30s": the flags of HEALTHCHECK, and the text of its history.
// Go's time.ParseDuration and Duration.String.

import { quote } from './go-text.ts';

const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Go's durations end at 292 years; ours at 2^53 ns (104 days), which stays an exact number. */
const MAX_NANOSECONDS = Number.MAX_SAFE_INTEGER;

export type ParsedDuration = { readonly nanoseconds: number } | { readonly mistake: string };

/** Nanoseconds, or Go's sentence for what is wrong. */
export function parseDuration(text: string): ParsedDuration {
  const bad: ParsedDuration = { mistake: `time: invalid duration ${quote(text)}` };
  if (text.length > 200) return { mistake: 'time: invalid duration' };
  const sign = text.startsWith('-') ? -1 : 1;
  let rest = /^[+-]/.test(text) ? text.slice(1) : text;
  if (rest === '0') return { nanoseconds: 0 };
  if (rest === '') return bad;
  let total = 0;
  while (rest !== '') {
    const [number = '', whole = '', fraction = ''] = /^(\d*)(?:\.(\d*))?/.exec(rest) ?? [];
    if (whole === '' && fraction === '') return bad;
    rest = rest.slice(number.length);
    const unit = /^[^.\d]*/.exec(rest)?.[0] ?? '';
    if (unit === '') return { mistake: `time: missing unit in duration ${quote(text)}` };
    const factor = Object.hasOwn(NANOSECONDS, unit) ? NANOSECONDS[unit] : undefined;
    if (factor === undefined)
      return { mistake: `time: unknown unit ${quote(unit)} in duration ${quote(text)}` };
    rest = rest.slice(unit.length);
    // Apart, as Go does it: together they would not fit a float's 53 bits.
    total += Number(whole) * factor + Math.trunc(Number(fraction) * (factor / 10 ** fraction.length));
    if (!(total <= MAX_NANOSECONDS)) return bad;
  }
  return { nanoseconds: total === 0 ? 0 : sign * total };
}

/** Go's `Duration.String()`: `1m0s`, `1.5s`, `300ms`, `0s`. */
export function formatDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  const sign = nanoseconds < 0 ? '-' : '';
  const amount = Math.abs(nanoseconds);
  if (amount < 1e3) return `${sign}${amount}ns`;
  if (amount < 1e6) return `${sign}${decimal(amount, 3)}µs`;
  if (amount < 1e9) return `${sign}${decimal(amount, 6)}ms`;
  const hours = Math.floor(amount / 3600e9);
  const minutes = Math.floor((amount % 3600e9) / 60e9);
  const seconds = `${decimal(amount % 60e9, 9)}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
}

/** `amount / 10^digits` without rounding or trailing zeros. */
function decimal(amount: number, digits: number): string {
  const text = String(amount).padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '');
  return fraction === '' ? text.slice(0, -digits) : `${text.slice(0, -digits)}.${fraction}`;
}
