// The build checks of `docker build --check`: names, pages, which are experimental, and the `# check=`
// directive that switches them. Build checks reference, BuildKit 0.25 (frontend/dockerfile/linter).

import type { Fix } from '../fix.ts';
import { quote } from '../go-text.ts';
import type { InstructionBase } from '../instruction.ts';
import { DockerfileError, type LineSpan, type Problem } from '../problem.ts';
import type { Argument, SourceRange } from '../source.ts';

/** What each rule says in general, BuildKit's words, in the order of the reference. */
const DESCRIPTIONS = {
  StageNameCasing: 'Stage names should be lowercase',
  FromAsCasing: "The 'as' keyword should match the case of the 'from' keyword",
  NoEmptyContinuation: 'Empty continuation lines will become errors in a future release',
  ConsistentInstructionCasing:
    'All commands within the Dockerfile should use the same casing (either upper or lower)',
  DuplicateStageName: 'Stage names should be unique',
  ReservedStageName: 'Reserved words should not be used as stage names',
  JSONArgsRecommended:
    'JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals',
  MaintainerDeprecated:
    'The MAINTAINER instruction is deprecated, use a label instead to define an image author',
  UndefinedArgInFrom: 'FROM command must use declared ARGs',
  WorkdirRelativePath:
    'Relative workdir without an absolute workdir declared within the build can have unexpected results if the base image changes',
  UndefinedVar: 'Variables should be defined before their use',
  MultipleInstructionsDisallowed:
    'Multiple instructions of the same type should not be used in the same stage',
  LegacyKeyValueFormat: 'Legacy key/value format with whitespace separator should not be used',
  InvalidBaseImagePlatform: 'Base image platform does not match expected target platform',
  RedundantTargetPlatform:
    'Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior',
  SecretsUsedInArgOrEnv: 'Sensitive data should not be used in the ARG or ENV commands',
  InvalidDefaultArgInFrom: 'Default value for global ARG results in an empty or invalid base image name',
  FromPlatformFlagConstDisallowed: 'FROM --platform flag should not use a constant value',
  CopyIgnoredFile: 'Attempting to Copy file that is excluded by .dockerignore',
  InvalidDefinitionDescription:
    'Comment for build stage or argument should follow the format: `# <arg/stage name> <description>`. If this is not intended to be a description comment, add an empty line or comment between the instruction and the comment.',
  ExposeProtoCasing: 'Protocol in EXPOSE instruction should be lowercase',
  ExposeInvalidFormat:
    'IP address and host-port mapping should not be used in EXPOSE instruction. This will become an error in a future release',
} as const;

export type RuleName = keyof typeof DESCRIPTIONS;

export const RULE_NAMES = Object.keys(DESCRIPTIONS) as readonly RuleName[];

export interface Rule {
  readonly description: string;
  /** Its page in Docker's reference, where there is one. */
  readonly docs?: string;
}

/** BuildKit names no page for these, and Docker's reference has none. */
const WITHOUT_PAGE: ReadonlySet<RuleName> = new Set(['InvalidBaseImagePlatform']);

/** Undefined for what is no build check of Docker's. */
export function ruleOf(name: string): Rule | undefined {
  const known = RULE_NAMES.find((each) => each === name);
  if (known === undefined) return undefined;
  const description = DESCRIPTIONS[known];
  if (WITHOUT_PAGE.has(known)) return { description };
  // JSONArgs is two words, FromAs too.
  const page = known.replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4').toLowerCase();
  return { description, docs: `https://docs.docker.com/go/dockerfile/rule/${page}/` };
}

/** Rules that run only when `# check=experimental=` names them. */
const EXPERIMENTAL: ReadonlySet<string> = new Set<RuleName>([
  'CopyIgnoredFile',
  'InvalidDefinitionDescription',
]);

export interface CheckSettings {
  readonly skip: 'all' | ReadonlySet<string>;
  readonly experimental: 'all' | ReadonlySet<string>;
  /** Warnings fail the build. */
  readonly error: boolean;
}

const DEFAULTS: CheckSettings = { skip: new Set(), experimental: new Set(), error: false };

/**
 * Reads the value of `# check=`, as in `skip=JSONArgsRecommended;error=true`. Like BuildKit up to the first space.
 * Throws `DockerfileError`.
 */
export function parseCheckSettings(value: Argument | undefined, origin = 'check options'): CheckSettings {
  const invalidOption = (message: string, at: Argument) => invalidSettings(origin, message, at);
  const [text = ''] = (value?.text ?? '').split(' ');
  if (value === undefined || text.trim() === '') return DEFAULTS;
  let settings = DEFAULTS;
  for (const part of text.split(';')) {
    const equals = part.indexOf('=');
    if (equals < 0) throw invalidOption(`invalid check option ${quote(part)}`, value);
    const name = part.slice(0, equals).trim();
    const setting = part.slice(equals + 1).trim();
    if (name === 'skip' || name === 'experimental') settings = { ...settings, [name]: ruleSet(setting) };
    else if (name === 'error')
      settings = { ...settings, error: parseBool(part, setting, (said) => invalidOption(said, value)) };
    else throw invalidOption(`invalid check option ${quote(name)}`, value);
  }
  return settings;
}

function parseBool(part: string, setting: string, wrong: (message: string) => Error): boolean {
  if (/^(1|t|T|TRUE|true|True)$/.test(setting)) return true;
  if (/^(0|f|F|FALSE|false|False)$/.test(setting)) return false;
  throw wrong(
    `failed to parse check option ${quote(part)}: strconv.ParseBool: parsing ${quote(setting)}: invalid syntax`,
  );
}

function ruleSet(setting: string): 'all' | ReadonlySet<string> {
  return setting === 'all' ? 'all' : new Set(setting.split(',').map((name) => name.trim()));
}

function invalidSettings(origin: string, message: string, value: Argument): DockerfileError {
  return new DockerfileError({
    code: origin === 'check options' ? 'InvalidCheckOption' : 'InvalidCheckArgument',
    severity: 'error',
    message: `failed to parse ${origin}: ${message}`,
    explanation:
      'Write "# check=skip=RuleName,OtherRule;error=true", without spaces. skip, experimental and error can be set.',
    range: value.range,
    namesLine: false,
  });
}

export function isEnabled(rule: RuleName, settings: CheckSettings): boolean {
  if (EXPERIMENTAL.has(rule)) return settings.experimental === 'all' || settings.experimental.has(rule);
  return settings.skip !== 'all' && !settings.skip.has(rule);
}

/** What a rule speaks of. */
export interface Reported extends Pick<InstructionBase, 'range'> {
  /** BuildKit names no lines. */
  readonly isUnplaced?: boolean;
}

/** Takes what a rule found. `range` is where to underline; BuildKit marks the instruction's lines. */
export type Report = (
  rule: RuleName,
  instruction: Reported,
  message: string,
  explanation: string,
  range?: SourceRange,
  fix?: Fix,
) => void;

export function warning(
  rule: RuleName,
  message: string,
  explanation: string,
  range: SourceRange,
  lines: readonly LineSpan[] | undefined,
  fix?: Fix,
): Problem {
  return {
    code: rule,
    severity: 'warning',
    message,
    explanation,
    range,
    namesLine: false,
    ...(lines ? { lines } : {}),
    ...(fix ? { fix } : {}),
  };
}
