// The build checks of `docker build --check`: names, pages, which are experimental, and the `# check=`
// directive that switches them. Build checks reference, BuildKit 0.25 (frontend/dockerfile/linter).

import { quote } from '../go-text.ts';
import type { InstructionBase } from '../instruction.ts';
import { DockerfileError, type Fix, type Problem } from '../problem.ts';
import type { Argument, SourceRange } from '../source.ts';

/** Rule names, with the page of each, in the order of the reference. */
const PAGES = {
  StageNameCasing: 'stage-name-casing',
  FromAsCasing: 'from-as-casing',
  NoEmptyContinuation: 'no-empty-continuation',
  ConsistentInstructionCasing: 'consistent-instruction-casing',
  DuplicateStageName: 'duplicate-stage-name',
  ReservedStageName: 'reserved-stage-name',
  JSONArgsRecommended: 'json-args-recommended',
  MaintainerDeprecated: 'maintainer-deprecated',
  UndefinedArgInFrom: 'undefined-arg-in-from',
  WorkdirRelativePath: 'workdir-relative-path',
  UndefinedVar: 'undefined-var',
  MultipleInstructionsDisallowed: 'multiple-instructions-disallowed',
  LegacyKeyValueFormat: 'legacy-key-value-format',
  InvalidBaseImagePlatform: 'invalid-base-image-platform',
  RedundantTargetPlatform: 'redundant-target-platform',
  SecretsUsedInArgOrEnv: 'secrets-used-in-arg-or-env',
  InvalidDefaultArgInFrom: 'invalid-default-arg-in-from',
  FromPlatformFlagConstDisallowed: 'from-platform-flag-const-disallowed',
  CopyIgnoredFile: 'copy-ignored-file',
  InvalidDefinitionDescription: 'invalid-definition-description',
  ExposeProtoCasing: 'expose-proto-casing',
  ExposeInvalidFormat: 'expose-invalid-format',
} as const;

export type RuleName = keyof typeof PAGES;

export const RULE_NAMES: readonly string[] = Object.keys(PAGES);

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

/** Reads the value of `# check=`, as in `skip=JSONArgsRecommended;error=true`. Throws `DockerfileError`. */
export function parseCheckSettings(value: Argument | undefined): CheckSettings {
  if (!value || value.text.trim() === '') return DEFAULTS;
  let settings = DEFAULTS;
  for (const part of value.text.split(';')) {
    const equals = part.indexOf('=');
    if (equals < 0) throw invalidOption(part, value);
    const name = part.slice(0, equals).trim();
    const setting = part.slice(equals + 1).trim();
    if (name === 'skip' || name === 'experimental') settings = { ...settings, [name]: ruleSet(setting) };
    else if (name === 'error' && /^(1|t|T|TRUE|true|True)$/.test(setting))
      settings = { ...settings, error: true };
    else if (name !== 'error' || !/^(0|f|F|FALSE|false|False)$/.test(setting))
      throw invalidOption(part, value);
  }
  return settings;
}

function ruleSet(setting: string): 'all' | ReadonlySet<string> {
  return setting === 'all' ? 'all' : new Set(setting.split(',').map((name) => name.trim()));
}

function invalidOption(part: string, value: Argument): DockerfileError {
  return new DockerfileError({
    code: 'InvalidCheckOption',
    severity: 'error',
    message: `invalid check option ${quote(part)}`,
    explanation:
      'Write "# check=skip=RuleName,OtherRule;error=true". skip, experimental and error can be set.',
    range: value.range,
    namesLine: false,
    line: value.range.start.line,
  });
}

export function isEnabled(rule: RuleName, settings: CheckSettings): boolean {
  if (EXPERIMENTAL.has(rule)) return settings.experimental === 'all' || settings.experimental.has(rule);
  return settings.skip !== 'all' && !settings.skip.has(rule);
}

/** Takes what a rule found. `range` is where to underline; BuildKit names the instruction's first line. */
export type Report = (
  rule: RuleName,
  instruction: Pick<InstructionBase, 'range'>,
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
  line: number,
  fix?: Fix,
): Problem {
  return {
    code: rule,
    severity: 'warning',
    message,
    explanation,
    range,
    namesLine: false,
    line,
    docs: `https://docs.docker.com/go/dockerfile/rule/${PAGES[rule]}/`,
    ...(fix ? { fix } : {}),
  };
}
