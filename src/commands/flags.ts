/** Flags as Go's pflag reads them, with its sentences: `-q`, `-t NAME`, `-tNAME`, `-t=NAME`, `-qt NAME`, `--tag=NAME`. */

export interface Flag {
  /** Without the dashes. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  /** Whether it takes a value; one that doesn't is on or off. */
  readonly value: boolean;
}

export interface GivenFlag {
  readonly name: string;
  readonly value: string;
}

/** A flag was written wrongly; the message is pflag's sentence. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
  constructor(
    sentence: string,
    readonly kind: 'unknown' | 'needs-argument' | 'invalid',
    /** As written, without dashes and value. */
    readonly flag: string,
  ) {
    super(sentence);
  }
}

export interface ReadFlags {
  /** In the order in which they were written. */
  readonly given: readonly GivenFlag[];
  readonly positional: readonly string[];
}

/**
 * Tells flags from arguments. `interspersed`: flags may follow arguments; `docker run` stops at the first argument.
 * @throws {FlagError}
 */
export function readFlags(args: readonly string[], flags: readonly Flag[], interspersed = true): ReadFlags {
  const given: GivenFlag[] = [];
  const positional: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') {
      positional.push(...rest);
      break;
    }
    if (arg.startsWith('--')) given.push(longFlag(arg, rest, flags));
    else if (arg.startsWith('-') && arg !== '-') given.push(...shortFlags(arg, rest, flags));
    else {
      positional.push(arg);
      if (interspersed) continue;
      positional.push(...rest);
      break;
    }
  }
  return { given, positional };
}

function longFlag(arg: string, rest: string[], flags: readonly Flag[]): GivenFlag {
  const equals = arg.indexOf('=');
  const name = arg.slice(2, equals < 0 ? undefined : equals);
  const flag = flags.find((each) => each.name === name);
  if (flag === undefined) throw new FlagError(`unknown flag: --${name}`, 'unknown', name);
  if (equals >= 0) return { name, value: arg.slice(equals + 1) };
  if (!flag.value) return { name, value: 'true' };
  const value = rest.shift();
  if (value === undefined) throw new FlagError(`flag needs an argument: --${name}`, 'needs-argument', name);
  return { name, value };
}

function shortFlags(arg: string, rest: string[], flags: readonly Flag[]): GivenFlag[] {
  const given: GivenFlag[] = [];
  for (let at = 1; at < arg.length; at++) {
    const letter = arg.charAt(at);
    const flag = flags.find(({ short }) => short === letter);
    if (flag === undefined) {
      throw new FlagError(`unknown shorthand flag: '${letter}' in ${arg}`, 'unknown', letter);
    }
    const { name } = flag;
    if (!flag.value && arg[at + 1] !== '=') {
      given.push({ name, value: 'true' });
      continue;
    }
    const attached = arg.slice(at + 1).replace(/^=/, '');
    const value = arg.length > at + 1 ? attached : rest.shift();
    if (value === undefined) {
      throw new FlagError(`flag needs an argument: '${letter}' in ${arg}`, 'needs-argument', letter);
    }
    return [...given, { name, value }];
  }
  return given;
}

/**
 * Whether a flag without value is on: the last one counts.
 * @throws {FlagError} for what Go's strconv.ParseBool doesn't take.
 */
export function isOn(given: readonly GivenFlag[], { name, short }: Flag): boolean {
  const value = given.findLast((each) => each.name === name)?.value;
  if (value === undefined || /^(0|f|F|false|FALSE|False)$/.test(value)) return false;
  if (/^(1|t|T|true|TRUE|True)$/.test(value)) return true;
  const shown = short === undefined ? `--${name}` : `-${short}, --${name}`;
  const said = `strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`;
  throw new FlagError(
    `invalid argument ${JSON.stringify(value)} for "${shown}" flag: ${said}`,
    'invalid',
    name,
  );
}
