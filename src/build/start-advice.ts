/**
 * Whether a container of the finished image could start: its program must be in the image, by its path or on PATH,
 * and be executable. Docker finds out only when the container runs; a learner had better know now.
 */
import { fromText, toText } from '../filesystem/byte-string.ts';
import { baseName, lookup, walk } from '../filesystem/lookup.ts';
import type { Tree } from '../filesystem/tree.ts';
import type { Digester } from '../image/digest.ts';
import type { ContainerConfig } from '../image/image-config.ts';
import { digestOf } from './cache-key.ts';
import { isObject } from './cache-record.ts';
import type { BuildProblem, StepDescription } from './events.ts';
import type { Plan } from './plan.ts';
import type { BaseImage, CacheRecords } from './ports.ts';
import type { ResolvedImages } from './resolve-images.ts';
import type { StepResult } from './step-result.ts';

export interface Finished {
  readonly plan: Plan;
  readonly resolved: ResolvedImages;
  readonly result: StepResult;
  readonly file: string;
}

/** Files looked through for one of the program's name. */
const mostFiles = 200_000;

/** Undefined when the program is there, or when no instruction of the Dockerfile names it. */
export async function startAdvice(
  { plan, resolved, result, file }: Finished,
  cache: CacheRecords,
  digester: Digester,
): Promise<BuildProblem | undefined> {
  const { config } = plan.target.end;
  const place = instructionOf(plan, (config.Entrypoint ?? []).length > 0 ? 'ENTRYPOINT' : 'CMD');
  if (place === undefined) return undefined;
  const lacks = new Set(bottomOf(plan, resolved)?.missing.map(({ program }) => program));
  for (const started of programsOf(config)) {
    if (lacks.has(started.program.replace(/^.*\//, ''))) return undefined;
    const finding = await remembered(config, started.program, result, cache, digester);
    if (finding.found) continue;
    const { range, id } = place;
    return {
      code: 'ProgramNotFound',
      severity: 'warning',
      message:
        started.by === undefined
          ? `unable to start container process: ${finding.sentence}`
          : `${started.by}: ${started.program}: not found`,
      explanation: explained(started, place.instruction, finding),
      file,
      range,
      lines: [{ first: range.start.line, last: range.end.line }],
      step: id,
    };
  }
  return undefined;
}

/** What is kept of a look into the image. Plain data. */
type Finding =
  | { readonly version: 1; readonly found: true }
  | {
      readonly version: 1;
      readonly found: false;
      /** runc's. */
      readonly sentence: string;
      /** Where a file of that name is. */
      readonly elsewhere?: string;
    };

/** A build that is all cached unpacks nothing, and so looks at nothing twice. */
async function remembered(
  { Env = [], WorkingDir = '/' }: ContainerConfig,
  program: string,
  { files }: StepResult,
  cache: CacheRecords,
  digester: Digester,
): Promise<Finding> {
  const layers = files.layers.map(({ layer }) => layer.digest);
  const path = Env.findLast((entry) => entry.startsWith('PATH='))?.slice('PATH='.length) ?? '';
  const key = `starts/${digestOf([layers, program, path, WorkingDir], digester)}`;
  const known = await cache.get(key);
  if (isFinding(known)) return known;
  const finding = find(await files.tree(), program, path.split(':'), WorkingDir || '/');
  await cache.put(key, finding);
  return finding;
}

function isFinding(value: unknown): value is Finding {
  if (!isObject(value) || value.version !== 1) return false;
  return value.found === true || (value.found === false && typeof value.sentence === 'string');
}

function find(tree: Tree, program: string, path: readonly string[], workingDir: string): Finding {
  const quoted = JSON.stringify(program);
  const hasSlash = program.includes('/');
  const candidates = hasSlash
    ? [program.startsWith('/') ? program : `${workingDir}/${program}`]
    : path.filter((directory) => directory !== '').map((directory) => `${directory}/${program}`);
  let seen: 'nothing' | 'directory' | 'not executable' = 'nothing';
  for (const candidate of candidates) {
    const there = lookup(tree, fromText(candidate));
    if (there.outcome !== 'found') continue;
    const { node } = there;
    if (node.type === 'directory') seen = 'directory';
    else if ((node.mode & 0o111) === 0) seen = 'not executable';
    else return { version: 1, found: true };
  }
  const sentence = !hasSlash
    ? `exec: ${quoted}: executable file not found in $PATH`
    : seen === 'nothing'
      ? `exec: ${quoted}: stat ${program}: no such file or directory`
      : seen === 'directory'
        ? `exec: ${quoted}: is a directory`
        : `exec: ${quoted}: permission denied`;
  const elsewhere =
    seen === 'nothing' || !hasSlash ? fileNamed(tree, baseName(fromText(program))) : undefined;
  return { version: 1, found: false, sentence, ...(elsewhere === undefined ? {} : { elsewhere }) };
}

function fileNamed(tree: Tree, name: string): string | undefined {
  let count = 0;
  for (const { path, node } of walk(tree.root)) {
    if (++count > mostFiles) return undefined;
    if (node.type === 'file' && baseName(path) === name) return toText(path);
  }
  return undefined;
}

function explained(
  { program, by }: Started,
  keyword: string,
  { elsewhere, sentence }: Extract<Finding, { found: false }>,
): string {
  const says =
    by === undefined
      ? 'The image is built, and a container of it will not start: Docker says this when it runs.'
      : 'The image is built, and a container of it ends at once: the shell says this, with exit code 127.';
  if (sentence.endsWith('permission denied')) {
    return `${says} The file is there and may not be executed: RUN chmod +x ${program}, or COPY --chmod=755.`;
  }
  if (elsewhere !== undefined) {
    return `${says} There is ${elsewhere}: write ${keyword} ["${elsewhere}"], or put its directory on PATH with ENV.`;
  }
  return `${says} Nothing of that name is in the image. Copy it there, or correct the name after ${keyword}.`;
}

interface Started {
  readonly program: string;
  /** The shell that starts it; undefined: the container's runtime. */
  readonly by?: string;
}

/** The program that is started and, where a shell starts another and that is plain to see, this one. */
function programsOf({ Entrypoint, Cmd }: ContainerConfig): readonly Started[] {
  const [first, flag, script = ''] = [...(Entrypoint ?? []), ...(Cmd ?? [])];
  if (first === undefined) return [];
  if (flag !== '-c' || !/(^|\/)(ba|da|a)?sh$/.test(first)) return [{ program: first }];
  const command = /^(?:exec\s+)?([\w./-]+)(?=\s|$)/.exec(script.trim())?.[1];
  const isPlain = command !== undefined && !shellWords.has(command);
  return [{ program: first }, ...(isPlain ? [{ program: command, by: first }] : [])];
}

/** Builtins and keywords of a POSIX shell that can begin a command. */
const shellWords: ReadonlySet<string> = new Set([
  ...[
    '.',
    'alias',
    'break',
    'case',
    'cd',
    'command',
    'echo',
    'eval',
    'exec',
    'exit',
    'export',
    'false',
    'for',
  ],
  ...[
    'if',
    'kill',
    'local',
    'printf',
    'pwd',
    'read',
    'readonly',
    'return',
    'set',
    'shift',
    'sleep',
    'source',
  ],
  ...['test', 'time', 'times', 'trap', 'true', 'type', 'ulimit', 'umask', 'unset', 'until', 'wait', 'while'],
]);

/** The instruction that had the last word, in the target or a stage below it. */
function instructionOf({ stages, target }: Plan, keyword: string): StepDescription | undefined {
  for (let stage: Plan['target'] | undefined = target; stage !== undefined; ) {
    const found = stage.description.steps.findLast(({ instruction }) => instruction === keyword);
    if (found !== undefined) return found;
    const { baseStage }: { readonly baseStage?: number } = stage.description;
    stage = baseStage === undefined ? undefined : stages[baseStage];
  }
  return undefined;
}

function bottomOf({ stages, target }: Plan, { images }: ResolvedImages): BaseImage | undefined {
  let { description } = target;
  while (description.baseStage !== undefined) {
    const below = stages[description.baseStage];
    if (below === undefined) return undefined;
    description = below.description;
  }
  const image = images.get(description.base);
  return image?.kind === 'image' ? image.base : undefined;
}
