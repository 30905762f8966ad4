// `docker build --check`: all build checks over a parsed Dockerfile, with the `# check=` directive obeyed.
// What only the builder knows (base images, .dockerignore, build args) comes in as options.

import type { IgnoreMatcher } from '../ignore.ts';
import type { Dockerfile } from '../parse.ts';
import { type Platform, parsePlatform } from '../platform.ts';
import { DockerfileError, linesOf, type Problem } from '../problem.ts';
import { platformArgs, Scope } from '../scope.ts';
import type { SourceRange } from '../source.ts';
import type { Stage } from '../stage.ts';
import { imageSources } from '../stage-graph.ts';
import { triggersOf, wellFormedTriggers } from '../trigger.ts';
import { checkDefaultImages, checkFromVariables, checkImagePlatform } from './from.ts';
import { isEnabled, parseCheckSettings, type Report, type Reported, warning } from './rules.ts';
import { type StageEnd, walkStage } from './stage-walk.ts';
import { checkInstructions, checkStages } from './style.ts';
import { Suggestions } from './suggestions.ts';

/** What the checks need of a base image's config. */
export interface BaseImage {
  /** `NAME=value`, as in the image config. */
  readonly env: readonly string[];
  readonly hasShell: boolean;
  readonly onbuild: readonly string[];
  /** Undefined: not compared. */
  readonly platform?: Platform;
}

export interface CheckOptions {
  readonly buildArgs?: ReadonlyMap<string, string>;
  readonly targetPlatform?: Platform;
  readonly buildPlatform?: Platform;
  /** Indexes of the stages that are built; all of them when missing, as in `--check` without a target. */
  readonly stages?: ReadonlySet<number>;
  readonly targetStage?: string;
  /**
   * The config of an image that FROM names or that files are taken from. Undefined when it is not known: then nothing is said about
   * variables, which the image may define.
   */
  readonly baseImage?: (name: string) => BaseImage | undefined;
  /** Without it `CopyIgnoredFile` says nothing. */
  readonly ignore?: IgnoreMatcher;
  /** Undefined: nothing stopped BuildKit. */
  readonly reached?: Reached;
}

/**
 * BuildKit warns as it reads: lines, then instructions, then what holds for all stages, FROM lines, the images that
 * they name, and at last the steps of the stages that are built.
 */
const PHASES = ['lines', 'instructions', 'stages', 'from', 'images', 'steps'] as const;
type Phase = (typeof PHASES)[number];

/** Where an error ended BuildKit's reading; it said nothing of what comes after. */
export interface Reached {
  readonly phase: Phase;
  /** Offset in the source: instructions that begin up to here were read. By default all. */
  readonly offset?: number;
}

export interface CheckResult {
  /** In the order in which BuildKit finds them. */
  readonly warnings: readonly Problem[];
  /** What fails the build: a wrong `# check=`, or warnings under `# check=error=true`. */
  readonly error?: Problem;
}

const LINUX: Platform = { os: 'linux', architecture: 'amd64' };
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A build arg that takes the place of `# check=`. */
const CHECK_ARG = 'BUILDKIT_DOCKERFILE_CHECK';

/** Runs all enabled build checks. A Dockerfile with errors is checked as far as it was parsed. */
export function checkDockerfile(dockerfile: Dockerfile, options: CheckOptions = {}): CheckResult {
  const directive = dockerfile.directives.find(({ name }) => name === 'check')?.value;
  const place = directive?.range ?? dockerfile.source.rangeOf(0, 0);
  const given = options.buildArgs?.get(CHECK_ARG);
  try {
    const settings =
      given === undefined
        ? parseCheckSettings(directive)
        : parseCheckSettings({ text: given, range: place }, `build-arg:${CHECK_ARG}`);
    const warnings: Problem[] = [];
    const reportIn =
      (phase: Phase): Report =>
      (rule, instruction, message, explanation, range, fix) => {
        if (!isEnabled(rule, settings) || !isReached(phase, instruction.range, options.reached)) return;
        const lines = instruction.isUnplaced ? undefined : linesOf(instruction.range);
        warnings.push(warning(rule, message, explanation, range ?? instruction.range, lines, fix));
      };
    if (isEnabled('NoEmptyContinuation', settings)) {
      const found = dockerfile.problems.filter(({ code }) => code === 'NoEmptyContinuation');
      warnings.push(...found.filter(({ range }) => isReached('lines', range, options.reached)));
    }
    checkInstructions(dockerfile, reportIn('instructions'));
    checkStages(dockerfile, reportIn('stages'));
    checkVariables(dockerfile, options, reportIn);
    const error = settings.error ? violation(warnings, place) : undefined;
    return { warnings, ...(error ? { error } : {}) };
  } catch (error) {
    if (error instanceof DockerfileError) return { warnings: [], error: error.problem };
    throw error;
  }
}

function isReached(phase: Phase, { start }: SourceRange, reached: Reached | undefined): boolean {
  if (reached === undefined) return true;
  const ahead = PHASES.indexOf(phase) - PHASES.indexOf(reached.phase);
  return ahead < 0 || (ahead === 0 && start.offset <= (reached.offset ?? Number.POSITIVE_INFINITY));
}

function violation(warnings: readonly Problem[], range: SourceRange): Problem | undefined {
  const rules = [...new Set(warnings.map(({ code }) => code))];
  if (rules.length === 0) return undefined;
  return {
    code: 'CheckViolation',
    severity: 'error',
    message: `lint violation found for rules: ${rules.join(', ')}`,
    explanation:
      'The line "# check=error=true" makes warnings fail the build. Mend what the warnings say, or add the rules to skip=.',
    range,
    namesLine: false,
  };
}

function checkVariables(
  dockerfile: Dockerfile,
  options: CheckOptions,
  reportIn: (phase: Phase) => Report,
): void {
  const { stages, metaArgs, escape: escapeCharacter } = dockerfile;
  const buildArgs = options.buildArgs ?? new Map<string, string>();
  const target = options.targetPlatform ?? LINUX;
  const targetStage = options.targetStage ?? stages[stages.length - 1]?.name ?? 'default';
  const predefined = platformArgs(options.buildPlatform ?? target, target, targetStage).map(
    ([name, value]): [string, string] => [name, buildArgs.get(name) ?? value],
  );
  const defaults = new Scope(escapeCharacter, predefined);
  const globals = new Scope(escapeCharacter, predefined);
  for (const arg of metaArgs) {
    defaults.declare(arg, new Map());
    globals.declare(arg, buildArgs);
  }
  checkDefaultImages(dockerfile, defaults, reportIn('stages'));
  const suggestions = new Suggestions();
  const known = new Set([...globals.names(), ...globals.declared()]);
  for (const stage of stages) {
    checkFromVariables(stage, { scope: globals, known, suggestions }, reportIn('from'));
  }

  const context = { buildArgs, globals, ignore: options.ignore, suggestions };
  const ends = new Map<string, { end: StageEnd; stage: Stage }>();
  for (const stage of stages) {
    const isBuilt = options.stages?.has(stage.index) ?? true;
    const base = globals.expand(stage.from.base.text)?.text ?? '';
    const parent = ends.get(base);
    const image = parent ? undefined : baseImage(base, options);
    const silent: Report = () => undefined;
    const start = parent?.end ?? startOf(escapeCharacter, image);
    if (isBuilt) {
      const given = stage.from.platform && globals.expand(stage.from.platform.text)?.text;
      const expected = (given && parsePlatform(given).platform) || target;
      const report = reportIn('images');
      if (image) checkImage({ name: base, image, expected }, stage.from, stage.from.base.range, report);
      checkSourceImages(stage, stages, { ...options, targetPlatform: target }, report);
    }
    const triggers = parent ? triggersOf(parent.stage) : (image?.onbuild ?? []);
    const report = isBuilt ? reportIn('steps') : silent;
    // Triggers have their text elsewhere: what is found in them is said of the FROM that brought them.
    const atFrom: Report = (rule, _trigger, message, explanation) =>
      report(rule, stage.from, message, `${explanation} (ONBUILD of ${base})`, stage.from.base.range);
    const prepared = walkStage(wellFormedTriggers(triggers), start, context, atFrom);
    const end = walkStage(stage.instructions, prepared, context, report);
    if (stage.name !== undefined) ends.set(stage.name, { end, stage });
  }
}

/** Of COPY and of mounts: they are for the platform that is built, whatever FROM says. */
function checkSourceImages(
  { instructions }: Stage,
  stages: readonly Stage[],
  options: CheckOptions,
  report: Report,
): void {
  const { targetPlatform: expected = LINUX } = options;
  for (const instruction of instructions) {
    for (const name of imageSources(instruction, stages)) {
      const image = baseImage(name, options);
      // BuildKit names no place for what a mount wants.
      const { range } = instruction;
      const reported = { range, isUnplaced: instruction.kind === 'RUN' };
      if (image) checkImage({ name, image, expected }, reported, range, report);
    }
  }
}

function checkImage(
  { name, image: { platform: actual }, expected }: { name: string; image: BaseImage; expected: Platform },
  instruction: Reported,
  range: SourceRange,
  report: Report,
): void {
  if (actual) checkImagePlatform({ name, expected, actual }, instruction, range, report);
}

function baseImage(name: string, options: CheckOptions): BaseImage | undefined {
  if (name === 'scratch') return { env: [], hasShell: false, onbuild: [] };
  return options.baseImage?.(name);
}

function startOf(escapeCharacter: '\\' | '`', image: BaseImage | undefined): StageEnd {
  const env = (image?.env ?? []).map((entry): [string, string] => {
    const equals = entry.indexOf('=');
    return equals < 0 ? [entry, ''] : [entry.slice(0, equals), entry.slice(equals + 1)];
  });
  return {
    scope: new Scope(escapeCharacter, [['PATH', DEFAULT_PATH], ...env]),
    scopeIsComplete: image !== undefined,
    hasShell: image?.hasShell ?? false,
    workdirSet: false,
  };
}
