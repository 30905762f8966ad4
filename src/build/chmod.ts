/**
 * `--chmod`: octal, or symbolic as chmod(1) has it (`u=rwX,go=rX`). BuildKit reads the latter with
 * github.com/tonistiigi/dchapes-mode, which knows no umask.
 */
import { CopyError } from './copy/copy-error.ts';

/** What `--chmod` asks for. */
export type Chmod =
  | { readonly kind: 'octal'; readonly mode: number }
  | { readonly kind: 'symbolic'; readonly clauses: readonly Clause[] };

interface Clause {
  /** Permission bits of those it speaks of: user 0o4700, group 0o2070, others 0o1007. */
  readonly who: number;
  readonly actions: readonly Action[];
}

interface Action {
  readonly operator: '+' | '-' | '=';
  /** `rwxst` as bits for everybody. */
  readonly bits: number;
  /** `X`: execute for directories and what somebody can execute already. */
  readonly executeIfAny: boolean;
  /** Permissions copied from user, group or others: `g=u`. */
  readonly copyFrom: 'u' | 'g' | 'o' | undefined;
}

const everybody = 0o7777;
const whoBits: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: everybody };
const permissionBits: Readonly<Record<string, number>> = {
  r: 0o444,
  w: 0o222,
  x: 0o111,
  s: 0o6000,
  t: 0o1000,
};

/** @throws CopyError `chmod-invalid`. */
export function parseChmod(text: string): Chmod {
  if (/^[0-7]+$/.test(text)) {
    const mode = Number.parseInt(text, 8);
    if (mode <= 0o7777) return { kind: 'octal', mode };
  }
  if (/^\d+$/.test(text)) {
    throw new CopyError(
      'chmod-invalid',
      `invalid chmod parameter: '${text}'. it should be octal string and between 0 and 07777`,
      'Write the mode with the digits 0 to 7, e.g. --chmod=755, or symbolically, e.g. --chmod=u=rwX,go=rX.',
    );
  }
  return { kind: 'symbolic', clauses: text.split(',').map(parseClause) };
}

function parseClause(text: string): Clause {
  const match = /^([ugoa]*)((?:[-+=](?:[ugo]|[rwxXst]*))+)$/.exec(text);
  if (match === null) {
    throw new CopyError(
      'chmod-invalid',
      'invalid syntax',
      `"${text}" is no mode. Write octal digits, e.g. --chmod=755, or who, how and what, e.g. --chmod=go-w.`,
    );
  }
  const [, who = '', actions = ''] = match;
  return {
    who: who === '' ? everybody : [...who].reduce((bits, letter) => bits | (whoBits[letter] ?? 0), 0),
    actions: [...actions.matchAll(/([-+=])([ugo](?![rwxXst])|[rwxXst]*)/g)].map(
      ([, operator = '=', what = '']): Action => ({
        operator: operator === '+' || operator === '-' ? operator : '=',
        bits: [...what].reduce((bits, letter) => bits | (permissionBits[letter] ?? 0), 0),
        executeIfAny: what.includes('X'),
        copyFrom: what === 'u' || what === 'g' || what === 'o' ? what : undefined,
      }),
    ),
  };
}

/** The mode (0 to 0o7777) that a file or directory of this mode gets. */
export function applyChmod(chmod: Chmod, mode: number, isDirectory: boolean): number {
  if (chmod.kind === 'octal') return chmod.mode;
  let result = mode;
  for (const { who, actions } of chmod.clauses) {
    for (const action of actions) {
      const bits = bitsOf(action, result, isDirectory) & who;
      if (action.operator === '+') result |= bits;
      else if (action.operator === '-') result &= ~bits;
      else result = (result & ~(who & keptByEquals(isDirectory))) | bits;
    }
  }
  return result & everybody;
}

/** `=` leaves setuid and setgid of directories alone, as GNU chmod does. */
function keptByEquals(isDirectory: boolean): number {
  return isDirectory ? 0o1777 : everybody;
}

function bitsOf({ bits, executeIfAny, copyFrom }: Action, mode: number, isDirectory: boolean): number {
  if (copyFrom !== undefined) {
    const shift = copyFrom === 'u' ? 6 : copyFrom === 'g' ? 3 : 0;
    return ((mode >> shift) & 7) * 0o111;
  }
  return executeIfAny && (isDirectory || (mode & 0o111) !== 0) ? bits | 0o111 : bits;
}
