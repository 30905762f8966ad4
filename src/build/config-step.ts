/**
 * Instructions that only change the image config: what they do to it, and the line of history they leave, in the
 * words of Go's formatting verbs. BuildKit: `dispatch…` in frontend/dockerfile/dockerfile2llb/convert.go.
 */
import { formatDuration } from '../dockerfile/duration.ts';
import { expandArgument } from '../dockerfile/expand.ts';
import { quote } from '../dockerfile/go-text.ts';
import type {
  ArgInstruction,
  ExposeInstruction,
  HealthcheckInstruction,
  KeyValue,
  StageInstruction,
} from '../dockerfile/instruction.ts';
import { parsePort } from '../dockerfile/ports.ts';
import type { Scope } from '../dockerfile/scope.ts';
import type { Argument } from '../dockerfile/source.ts';
import type { Healthcheck } from '../image/image-config.ts';
import { BuildFailure } from './problems.ts';
import { isSignal } from './signals.ts';
import { type StageState, splitVariable } from './stage-state.ts';

export type ConfigInstruction = Exclude<
  StageInstruction,
  { readonly kind: 'RUN' | 'COPY' | 'ADD' | 'WORKDIR' }
>;

export interface ConfigSurroundings {
  readonly buildArgs: ReadonlyMap<string, string>;
  /** The ARGs above the first FROM, and the platform's. */
  readonly globals: Scope;
  readonly escape: '\\' | '`';
}

/** @throws {DockerfileError | BuildFailure} when a value is not what it must be. */
export function applyConfig(
  state: StageState,
  instruction: ConfigInstruction,
  around: ConfigSurroundings,
): void {
  const expand = (word: Argument): string =>
    expandArgument(word, state.scope, { escape: around.escape }).text;
  const pairs = (list: readonly KeyValue[]): [string, string][] =>
    list.map(({ key, value }) => {
      const pair: [string, string] = [expand(key), expand(value)];
      state.grow(pair[0].length + pair[1].length);
      return pair;
    });
  const note = (text: string): void => state.commit(text, 'empty');
  switch (instruction.kind) {
    case 'ARG':
      note(
        `ARG ${instruction.args.map((arg) => declare(state, instruction, arg, expand, around)).join(' ')}`,
      );
      return;
    case 'ENV': {
      const set = pairs(instruction.pairs);
      for (const [name, value] of set) state.scope.set(name, value);
      const env = new Map((state.config.Env ?? []).map(splitVariable));
      for (const [name, value] of set) env.set(name, value);
      state.configure({ Env: [...env].map(([name, value]) => `${name}=${value}`) });
      note(`ENV ${joined(set)}`);
      return;
    }
    case 'LABEL': {
      const set = pairs(instruction.pairs);
      state.addLabels(set);
      note(`LABEL ${joined(set)}`);
      return;
    }
    case 'CMD': {
      const words = state.words(instruction.command);
      state.configure({ Cmd: words, ArgsEscaped: true });
      state.hasOwnCommand = true;
      note(`CMD ${quotedList(words)}`);
      return;
    }
    case 'ENTRYPOINT': {
      const words = state.words(instruction.command);
      // A CMD that came with the base is meant for the base's entrypoint.
      state.configure({ Entrypoint: words, ...(state.hasOwnCommand ? {} : { Cmd: [] }) });
      note(`ENTRYPOINT ${quotedList(words)}`);
      return;
    }
    case 'MAINTAINER':
      state.author = instruction.name.text;
      note(`MAINTAINER ${instruction.name.text}`);
      return;
    case 'EXPOSE': {
      const ports = exposedPorts(instruction, state, around.escape);
      state.addNames('ExposedPorts', ports);
      note(`EXPOSE [${ports.join(' ')}]`);
      return;
    }
    case 'USER': {
      const user = expand(instruction.user);
      state.configure({ User: user });
      note(`USER ${user}`);
      return;
    }
    case 'VOLUME': {
      const paths = instruction.paths.map(expand);
      if (paths.includes('')) {
        throw new BuildFailure(
          'volume-empty',
          'VOLUME specified can not be an empty string',
          'A variable in it has no value. Give it one with ARG or ENV above, or write the path itself.',
          instruction.range,
        );
      }
      state.addNames('Volumes', paths);
      note(`VOLUME [${paths.join(' ')}]`);
      return;
    }
    case 'SHELL': {
      const words = instruction.args.map(({ text }) => text);
      state.configure({ Shell: words });
      note(`SHELL [${words.join(' ')}]`);
      return;
    }
    case 'STOPSIGNAL': {
      const signal = expand(instruction.signal);
      if (!isSignal(signal)) {
        throw new BuildFailure(
          'signal-invalid',
          `invalid signal: ${signal}`,
          'STOPSIGNAL takes a name such as SIGTERM, SIGQUIT or SIGINT, with or without SIG, or a number above 0.',
          instruction.signal.range,
        );
      }
      state.configure({ StopSignal: signal });
      note(`STOPSIGNAL ${signal}`);
      return;
    }
    case 'HEALTHCHECK': {
      const check = healthcheck(instruction);
      state.configure({ Healthcheck: check });
      note(`HEALTHCHECK ${healthcheckText(check)}`);
      return;
    }
    case 'ONBUILD':
      // Leaves no history.
      state.configure({ OnBuild: [...(state.config.OnBuild ?? []), instruction.expression] });
      return;
  }
}

/** Declares one name of an ARG, which sees those before it; answers what history says of it. */
function declare(
  state: StageState,
  instruction: ArgInstruction,
  arg: ArgInstruction['args'][number],
  expand: (word: Argument) => string,
  { buildArgs, globals }: ConfigSurroundings,
): string {
  const name = arg.name.text;
  // A wrong `${…}` in a default that counts is an error, not an empty value.
  if (arg.value && !buildArgs.has(name)) expand(arg.value);
  state.declare({ ...instruction, args: [arg] }, buildArgs, globals);
  state.grow(name.length + (state.scope.get(name)?.length ?? 0));
  const given = buildArgs.has(name) || arg.value !== undefined || globals.get(name) !== undefined;
  return given ? `${name}=${state.scope.get(name) ?? ''}` : name;
}

function joined(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${name}=${value}`).join(' ');
}

/** Go's `%q` of a list of strings. */
function quotedList(words: readonly string[]): string {
  return `[${words.map(quote).join(' ')}]`;
}

/** Every port of tcp, udp and sctp. */
const maximumPorts = 3 * 65_536;

function exposedPorts(
  { ports }: ExposeInstruction,
  state: StageState,
  escapeCharacter: '\\' | '`',
): readonly string[] {
  // BuildKit sorts the words as they were written, before their variables are filled in.
  const sorted = [...ports].sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  let count = 0;
  return sorted.flatMap((port) =>
    expandArgument(port, state.scope, { escape: escapeCharacter }).words.flatMap((word) => {
      const parsed = parsePort(word);
      count += 'ports' in parsed ? parsed.ports.length : 0;
      if ('ports' in parsed && count <= maximumPorts) return parsed.ports;
      if ('ports' in parsed) {
        throw new BuildFailure(
          'too-many-ports',
          `invalid port: ${JSON.stringify(word)}: too many ports`,
          `One EXPOSE may name ${maximumPorts} ports, which is every port of three protocols.`,
          port.range,
        );
      }
      throw new BuildFailure(
        'port-invalid',
        parsed.mistake,
        'EXPOSE takes ports from 0 to 65535, ranges, and a protocol: 80, 8000-8002, 53/udp.',
        port.range,
      );
    }),
  );
}

function healthcheck(instruction: HealthcheckInstruction): Healthcheck {
  const { command, interval, timeout, startPeriod, startInterval, retries } = instruction;
  const test =
    command === undefined
      ? ['NONE']
      : command.form === 'json'
        ? ['CMD', ...command.args.map(({ text }) => text)]
        : ['CMD-SHELL', command.text.text];
  return {
    Test: test,
    Interval: interval,
    Timeout: timeout,
    StartPeriod: startPeriod,
    StartInterval: startInterval,
    Retries: retries,
  };
}

/** Go's `%q` of the struct: lists and durations quoted, the number of retries as a character. */
function healthcheckText(check: Healthcheck): string {
  const durations = [check.Interval, check.Timeout, check.StartPeriod, check.StartInterval].map((time) =>
    quote(formatDuration(time ?? 0)),
  );
  return `&{${quotedList(check.Test ?? [])} ${durations.join(' ')} ${quotedCharacter(check.Retries ?? 0)}}`;
}

/** Go's `%q` of a number: the character of that code point between single quotes. */
function quotedCharacter(code: number): string {
  const valid = code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  const character = String.fromCodePoint(valid ? code : 0xfffd);
  if (character === "'") return `'\\''`;
  if (character === '"') return `'"'`;
  return `'${quote(character).slice(1, -1)}'`;
}
