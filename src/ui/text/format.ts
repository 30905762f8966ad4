/** Numbers as people read them: sizes, durations, modes. Decimal units, as Docker prints them. */

const sizeUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes → `0 B`, `982 B`, `1.2 kB`, `34 MB`. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < sizeUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 9.95 ? 0 : 1;
  return `${value.toFixed(digits)}\u00a0${sizeUnits[unit] ?? 'B'}`;
}

/** Milliseconds → `0 ms`, `0.4 ms`, `12 ms`, `1.2 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms === 0) return '0\u00a0ms';
  if (ms < 0.05) return '<\u00a00.1\u00a0ms';
  if (ms < 9.95) return `${ms.toFixed(1).replace(/\.0$/, '')}\u00a0ms`;
  if (ms < 999.5) return `${Math.round(ms)}\u00a0ms`;
  if (ms < 9950) return `${(ms / 1000).toFixed(1)}\u00a0s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}\u00a0s`;
  return `${Math.floor(seconds / 60)}\u00a0min ${seconds % 60}\u00a0s`;
}

/** Permission bits and a type letter → `-rwxr-xr-x`, as `ls -l` prints them. */
export function formatMode(mode: number, type: string): string {
  const bits = (at: number, special: boolean, letter: string): string => {
    const execute = (mode >> at) & 1;
    const last = special ? (execute ? letter : letter.toUpperCase()) : execute ? 'x' : '-';
    return `${(mode >> (at + 2)) & 1 ? 'r' : '-'}${(mode >> (at + 1)) & 1 ? 'w' : '-'}${last}`;
  };
  return (
    (typeLetters[type] ?? '-') +
    bits(6, (mode & 0o4000) !== 0, 's') +
    bits(3, (mode & 0o2000) !== 0, 's') +
    bits(0, (mode & 0o1000) !== 0, 't')
  );
}

const typeLetters: Readonly<Record<string, string>> = {
  directory: 'd',
  symlink: 'l',
  'character-device': 'c',
  'block-device': 'b',
  fifo: 'p',
};

/** `sha256:0123456789ab…` → `0123456789ab`: as much of a digest as Docker shows. */
export function shortDigest(digest: string): string {
  return digest.replace(/^[a-z0-9]+:/, '').slice(0, 12);
}

/** Unix seconds → `2026-11-23 20:15`, in UTC: what an image says is the same everywhere. */
export function formatTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 16).replace('T', ' ');
}
