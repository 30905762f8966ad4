// Build checks of FROM lines: undeclared ARGs, defaults that name no image, platforms that say nothing or
// too much. Messages are BuildKit's (frontend/dockerfile/dockerfile2llb/validations).

import { type Fix, renamingVariable } from '../fix.ts';
import { didYouMean, quote } from '../go-text.ts';
import type { FromInstruction } from '../instruction.ts';
import type { Dockerfile } from '../parse.ts';
import { formatPlatform, normalizePlatform, type Platform, parsePlatform } from '../platform.ts';
import type { Scope } from '../scope.ts';
import type { Argument, SourceRange } from '../source.ts';
import type { Stage } from '../stage.ts';
import { isImageName } from './image-name.ts';
import type { Report, Reported } from './rules.ts';
import type { Suggestions } from './suggestions.ts';

/** `defaults` are the global ARGs as they are when the user gives no build args. */
export function checkDefaultImages({ stages }: Dockerfile, defaults: Scope, report: Report): void {
  for (const { from } of stages) {
    const expanded = defaults.expand(from.base.text);
    if (!expanded) return;
    if (isImageName(expanded.text)) continue;
    report(
      'InvalidDefaultArgInFrom',
      from,
      `Default value for ARG ${from.base.text} results in empty or invalid base image name`,
      `Without --build-arg the base image is "${expanded.text}", and that is no image name. Give the ARG above FROM a default: ARG NAME=value.`,
      from.base.range,
    );
  }
}

/** The global ARGs of this build. */
export interface Globals {
  readonly scope: Scope;
  /** Their names, with a value or without. */
  readonly known: ReadonlySet<string>;
  readonly suggestions: Suggestions;
}

export function checkFromVariables(
  stage: Stage,
  { scope: globals, known, suggestions }: Globals,
  report: Report,
): void {
  const { from } = stage;
  const checkMissing = (missing: ReadonlySet<string>, word: Argument): void => {
    for (const name of missing) {
      if (known.has(name)) continue;
      const near = suggestions.for(name, known);
      report(
        'UndefinedArgInFrom',
        from,
        `FROM argument '${name}' is not declared${didYouMean(near)}`,
        `FROM sees only the ARGs above the first FROM. Declare it there: ARG ${name}=value.`,
        word.range,
        near === undefined ? undefined : renamingVariable(word, name, near),
      );
    }
  };
  const base = globals.expand(from.base.text);
  if (base) checkMissing(base.missing, from.base);
  if (!from.platform) return;
  const platform = globals.expand(from.platform.text);
  if (!platform) return;
  checkMissing(platform.missing, from.platform);
  const isConstant = platform.used.size === 0 && platform.missing.size === 0;
  const parsed = parsePlatform(platform.text).platform;
  if (isConstant && parsed) {
    const name = stage.name ?? '';
    if (name.includes(parsed.os) || name.includes(parsed.architecture)) return;
    report(
      'FromPlatformFlagConstDisallowed',
      from,
      `FROM --platform flag should not use constant value ${quote(platform.text)}`,
      'A fixed platform builds the same for every --platform. Leave the flag out, write $BUILDPLATFORM for tools that run in the build, or name the stage after the platform.',
      from.platform.range,
    );
  } else if (
    platform.used.size === 1 &&
    platform.missing.size === 0 &&
    platform.used.has('TARGETPLATFORM') &&
    platform.text === globals.get('TARGETPLATFORM')
  ) {
    report(
      'RedundantTargetPlatform',
      from,
      `Setting platform to predefined ${from.platform.text} in FROM is redundant as this is the default behavior`,
      'FROM takes the target platform by itself. Remove the flag.',
      from.platform.range,
      withoutFlags(from),
    );
  }
}

/** FROM has no other flag. */
function withoutFlags({ flags, base }: FromInstruction): Fix | undefined {
  const [flag] = flags;
  if (flag === undefined) return undefined;
  const edit = { from: flag.range.start.offset, to: base.range.start.offset, text: '' };
  return { title: 'Remove --platform', edits: [edit] };
}

/** An image that an instruction takes files from, or stands on. */
export interface UsedImage {
  readonly name: string;
  readonly expected: Platform;
  readonly actual: Platform;
}

export function checkImagePlatform(
  { name, expected, actual }: UsedImage,
  instruction: Reported,
  range: SourceRange,
  report: Report,
): void {
  if (expected.os === actual.os && expected.architecture === actual.architecture) return;
  report(
    'InvalidBaseImagePlatform',
    instruction,
    `Base image ${name} was pulled with platform ${quote(shown(actual))}, expected ${quote(shown(expected))} for current build`,
    'Its programs are made for another processor or system, and RUN may fail with "exec format error". Choose an image that has the platform, or build for the one it has.',
    range,
  );
}

function shown(platform: Platform): string {
  return formatPlatform(normalizePlatform(platform));
}
