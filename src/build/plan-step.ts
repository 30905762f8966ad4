/**
 * One instruction of a stage to one planned step: what it does with variables filled in, what it makes of the
 * config, and how it is shown. Nothing is run and no file is read.
 */
import { type Expansion, ExpansionError, expandArgument } from '../dockerfile/expand.ts';
import { expandHeredoc } from '../dockerfile/heredoc.ts';
import type {
  AddInstruction,
  CopyInstruction,
  RunInstruction,
  StageInstruction,
  WorkdirInstruction,
} from '../dockerfile/instruction.ts';
import { type Mount, mountSourceName, parseMount } from '../dockerfile/mount.ts';
import { runScript } from '../dockerfile/run-script.ts';
import type { Scope } from '../dockerfile/scope.ts';
import type { Argument, SourceRange } from '../dockerfile/source.ts';
import type { FileSource } from '../dockerfile/stage-graph.ts';
import { parseChmod } from './chmod.ts';
import { applyConfig } from './config-step.ts';
import { CopyError } from './copy/copy-error.ts';
import type { FileOrigin, Operation, RunOperation, TransferOperation } from './operation.ts';
import { BuildFailure } from './problems.ts';
import { checkRemoteSources } from './remote-source.ts';
import type { StageState } from './stage-state.ts';

/** A variable that a step depends on. */
export interface StepVariable {
  readonly name: string;
  readonly value: string;
  /** It got this value from ARG, not from ENV or the base image. */
  readonly isArgument: boolean;
}

export interface StepSurroundings {
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly globals: Scope;
  readonly escape: '\\' | '`';
  /** Where `--from` and mounts lead. */
  readonly origin: (source: FileSource) => FileOrigin;
  /** As `fileSources`, for the instruction at hand. */
  readonly sources: (instruction: StageInstruction) => readonly FileSource[];
}

/**
 * Does to the state what the instruction does to the config, and answers what is to be done to files.
 * @throws {DockerfileError | BuildFailure}
 */
export function planOperation(
  state: StageState,
  instruction: StageInstruction,
  around: StepSurroundings,
): Operation {
  switch (instruction.kind) {
    case 'RUN':
      return planRun(state, instruction, around);
    case 'COPY':
    case 'ADD':
      return planTransfer(state, instruction, around);
    case 'WORKDIR':
      return planWorkdir(state, instruction, around);
    default:
      applyConfig(state, instruction, around);
      return { kind: 'config' };
  }
}

/** The variables that decide what a step does: for RUN all there are, else those in its text. */
export function stepVariables(
  state: StageState,
  instruction: StageInstruction,
  escapeCharacter: '\\' | '`',
): readonly StepVariable[] {
  const names =
    instruction.kind === 'RUN' ? [...state.scope.names()] : usedNames(state, instruction, escapeCharacter);
  const env = new Set(state.config.Env);
  return names.map((name) => {
    const value = state.scope.get(name) ?? '';
    return { name, value, isArgument: state.buildArgs.has(name) && !env.has(`${name}=${value}`) };
  });
}

function usedNames(
  { scope }: StageState,
  instruction: StageInstruction,
  escapeCharacter: '\\' | '`',
): readonly string[] {
  const used = new Set(scope.expand(instruction.code, { escape: escapeCharacter })?.used);
  if (instruction.kind === 'ARG') for (const { name } of instruction.args) used.add(name.text);
  if (instruction.kind === 'COPY' || instruction.kind === 'ADD') {
    for (const { content } of instruction.inlineFiles) {
      for (const name of scope.expand(content, { ignoreQuotes: true })?.used ?? []) used.add(name);
    }
  }
  return [...used].filter((name) => scope.get(name) !== undefined);
}

function planRun(state: StageState, run: RunInstruction, around: StepSurroundings): RunOperation {
  const script = runScript(run);
  const words =
    script.kind === 'exec'
      ? script.args
      : [...state.shell, script.kind === 'script' ? script.text : script.path];
  if (words.length === 0) {
    throw new BuildFailure(
      'run-without-arguments',
      'failed to marshal LLB definition: arguments are required',
      'RUN [] names no program. Write RUN ["program", "argument"], or take the line away.',
      run.range,
    );
  }
  if (run.security === 'insecure') {
    throw new BuildFailure(
      'entitlement-missing',
      'granting entitlement security.insecure is not allowed by build daemon configuration',
      'There is no machine here that --security=insecure could open to the command. Take the flag away.',
      run.range,
    );
  }
  const sources = [...around.sources(run)];
  const mounts = run.mounts.map((argument) => {
    const expand = (text: string): string =>
      expandArgument({ ...argument, text }, state.scope, { escape: around.escape }).text;
    const mount = parseMount(argument, expand);
    checkMountTarget(mount, state.workingDir, argument.range);
    // Sources come in the order of the mounts that have a from, whatever their type makes of it.
    const from = mountSourceName(argument) === undefined ? undefined : sources.shift();
    const origin: FileOrigin | undefined =
      from !== undefined && (mount.type === 'bind' || mount.type === 'cache')
        ? around.origin(from)
        : mount.type === 'bind'
          ? { kind: 'context' }
          : undefined;
    return { mount, range: argument.range, ...(origin === undefined ? {} : { origin }) };
  });
  const env = state.environment();
  const args = [...state.buildArgs].map((name) => `${name}=${state.scope.get(name) ?? ''}`);
  const prefix = args.length === 0 ? [] : [`|${args.length}`, ...args];
  state.commit(`RUN ${[...prefix, ...words].join(' ')}`, 'layer', true);
  return {
    kind: 'run',
    words,
    env,
    workingDir: state.workingDir,
    ...(state.config.User ? { user: state.config.User } : {}),
    mounts,
    ...(script.kind === 'file' ? { script: { path: script.path, content: script.content } } : {}),
    network: run.network ?? 'default',
  };
}

function planTransfer(
  state: StageState,
  instruction: CopyInstruction | AddInstruction,
  around: StepSurroundings,
): TransferOperation {
  const expand = (word: Argument): string =>
    expandArgument(word, state.scope, { escape: around.escape }).text;
  const sources = instruction.sources.map((word) => ({ path: expand(word), range: word.range }));
  const inline = instruction.inlineFiles.map((file) => ({
    path: file.path.text,
    content: expandInline(() => expandHeredoc(file, state.scope)).text,
  }));
  const destination = expand(instruction.destination);
  const checksum =
    instruction.kind === 'ADD' && instruction.checksum ? expand(instruction.checksum) : undefined;
  checkRemoteSources({ keyword: instruction.kind, sources, ...(checksum ? { checksum } : {}) });
  const chown = instruction.chown && expand(instruction.chown);
  const chmod = instruction.chmod && expand(instruction.chmod);
  if (chmod) checkChmod(chmod, instruction);
  const [from] = instruction.kind === 'COPY' && instruction.from ? around.sources(instruction) : [];
  const parents = instruction.kind === 'COPY' && instruction.parents;
  state.commit(
    [
      instruction.kind,
      ...(parents ? ['--parents'] : []),
      ...(chown ? [`--chown=${chown}`] : []),
      ...(chmod ? [`--chmod=${chmod}`] : []),
      ...sources.map(({ path }) => path),
      ...inline.map(({ path }) => `<<${path}`),
      destination,
    ].join(' '),
    'layer',
    true,
  );
  return {
    kind: 'transfer',
    keyword: instruction.kind,
    origin: from === undefined ? { kind: 'context' } : around.origin(from),
    sources,
    inline,
    destination,
    workingDir: state.workingDir,
    ...(chown ? { chown } : {}),
    ...(chmod ? { chmod } : {}),
    link: instruction.link,
    parents,
    exclude: instruction.exclude.map(expand),
    ...(checksum ? { checksum } : {}),
    ...(instruction.kind === 'ADD' && instruction.unpack !== undefined ? { unpack: instruction.unpack } : {}),
  };
}

/** Secrets have places of their own. */
function checkMountTarget(mount: Mount, workingDir: string, range: SourceRange): void {
  if (mount.type === 'secret' || mount.type === 'ssh') return;
  if (joinCleaned(mount.target.startsWith('/') ? '' : workingDir, mount.target) !== '/') return;
  throw new BuildFailure(
    'mount-target-invalid',
    'invalid mount target "/"',
    'A mount needs a place of its own: target=/some/directory. It can\'t take the place of "/".',
    range,
  );
}

/** Before anything runs, as BuildKit does. */
function checkChmod(chmod: string, { range }: CopyInstruction | AddInstruction): void {
  try {
    parseChmod(chmod);
  } catch (error) {
    if (!(error instanceof CopyError)) throw error;
    throw new BuildFailure(error.code, error.message, error.explanation, range);
  }
}

function expandInline(expand: () => Expansion): Expansion {
  try {
    return expand();
  } catch (error) {
    if (!(error instanceof ExpansionError)) throw error;
    throw new BuildFailure(
      'BadExpansion',
      error.message,
      'A variable in the here-document can\'t be filled in. Put the name after "<<" in quotes to keep every "$" as it is.',
    );
  }
}

function planWorkdir(
  state: StageState,
  instruction: WorkdirInstruction,
  around: StepSurroundings,
): Operation {
  const written = expandArgument(instruction.path, state.scope, { escape: around.escape }).text;
  // An absolute path is kept as it is written, a relative one is cleaned: Go's `path.Join`.
  const path = written.startsWith('/') ? written : joinCleaned(state.workingDir, written);
  const { User } = state.config;
  state.configure({ WorkingDir: path });
  if (path === '/') {
    state.commit('WORKDIR /', 'empty');
    return { kind: 'config' };
  }
  state.commit(`WORKDIR ${path}`, 'layer');
  return { kind: 'workdir', path, ...(User ? { user: User } : {}) };
}

function joinCleaned(directory: string, path: string): string {
  const names: string[] = [];
  for (const name of `${directory}/${path}`.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}
