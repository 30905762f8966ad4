// `docker build --check`: all build checks over a parsed Dockerfile, with the `# check=` directive obeyed.
// What only the builder knows (base images, .dockerignore, build args) comes in as options.

import type { IgnoreMatcher } from '../ignore.ts';
import type { Dockerfile } from '../parse.ts';
import { DockerfileError, type Problem } from '../problem.ts';
import { type Platform, platformArgs, Scope } from '../scope.ts';
import type { Stage } from '../stage.ts';
import { triggersOf, wellFormedTriggers } from '../trigger.ts';
import { checkBasePlatform, checkDefaultImages, checkFromVariables, parsePlatform } from './from.ts';
import { isEnabled, parseCheckSettings, type Report, warning } from './rules.ts';
import { type StageEnd, walkStage } from './stage-walk.ts';
import { checkInstructions, checkStages } from './style.ts';

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
   * The config of an image that FROM names. Undefined when it is not known: then nothing is said about
   * variables, which the image may define.
   */
  readonly baseImage?: (name: string) => BaseImage | undefined;
  /** Without it `CopyIgnoredFile` says nothing. */
  readonly ignore?: IgnoreMatcher;
}

export interface CheckResult {
  /** In the order in which BuildKit finds them. */
  readonly warnings: readonly Problem[];
  /** What fails the build: a wrong `# check=`, or warnings under `# check=error=true`. */
  readonly error?: Problem;
}

const LINUX: Platform = { os: 'linux', architecture: 'amd64' };
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Runs all enabled build checks. A Dockerfile with errors is checked as far as it was parsed. */
export function checkDockerfile(dockerfile: Dockerfile, options: CheckOptions = {}): CheckResult {
  const directive = dockerfile.directives.find(({ name }) => name === 'check')?.value;
  try {
    const settings = parseCheckSettings(directive);
    const warnings: Problem[] = [];
    const report: Report = (rule, instruction, message, explanation, range, fix) => {
      if (!isEnabled(rule, settings)) return;
      const place = range ?? instruction.range;
      warnings.push(warning(rule, message, explanation, place, instruction.range.start.line, fix));
    };
    if (isEnabled('NoEmptyContinuation', settings)) {
      warnings.push(...dockerfile.problems.filter(({ code }) => code === 'NoEmptyContinuation'));
    }
    checkInstructions(dockerfile.instructions, report);
    checkStages(dockerfile, report);
    checkVariables(dockerfile, options, report);
    const error = settings.error && directive ? violation(warnings, directive.range) : undefined;
    return { warnings, ...(error ? { error } : {}) };
  } catch (error) {
    if (error instanceof DockerfileError) return { warnings: [], error: error.problem };
    throw error;
  }
}

function violation(warnings: readonly Problem[], range: Problem['range']): Problem | undefined {
  const rules = [...new Set(warnings.map(({ code }) => code))];
  if (rules.length === 0) return undefined;
  return {
    code: 'CheckViolation',
    severity: 'error',
    message: `lint violation found for rules: ${rules.join(', ')}`,
    explanation:
      'This line makes warnings fail the build. Mend what the warnings say, or add the rules to skip=.',
    range,
    namesLine: false,
    line: range.start.line,
  };
}

function checkVariables(dockerfile: Dockerfile, options: CheckOptions, report: Report): void {
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
  checkDefaultImages(dockerfile, defaults, report);
  for (const stage of stages) checkFromVariables(stage, globals, report);

  const context = { buildArgs, globals, ignore: options.ignore };
  const ends = new Map<string, { end: StageEnd; stage: Stage }>();
  for (const stage of stages) {
    const isBuilt = options.stages?.has(stage.index) ?? true;
    const base = globals.expand(stage.from.base.text)?.text ?? '';
    const parent = ends.get(base.toLowerCase());
    const image = parent ? undefined : baseImage(base, options);
    const silent: Report = () => undefined;
    const start = parent?.end ?? startOf(escapeCharacter, image);
    if (isBuilt && image?.platform) {
      const expected = stage.from.platform
        ? parsePlatform(globals.expand(stage.from.platform.text)?.text ?? '')
        : target;
      checkBasePlatform(stage, base, expected ?? target, image.platform, report);
    }
    const triggers = parent ? triggersOf(parent.stage) : (image?.onbuild ?? []);
    // Triggers have their text in another file: they set variables here, and are checked there.
    const prepared = walkStage(wellFormedTriggers(triggers), start, context, silent);
    const end = walkStage(stage.instructions, prepared, context, isBuilt ? report : silent);
    if (stage.name !== undefined) ends.set(stage.name, { end, stage });
  }
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
