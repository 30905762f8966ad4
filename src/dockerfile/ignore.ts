// .dockerignore: which files of the build context are left out. Reads the file as moby/patternmatcher's
// ignorefile does and decides as BuildKit's context walk does: last match wins, parents count.

import { trimSpace } from './go-text.ts';
import { IgnorePattern } from './ignore-pattern.ts';
import { PathPatternError } from './path-pattern.ts';
import { DockerfileError, linesOf } from './problem.ts';
import { type SourceRange, SourceText } from './source.ts';

/** Larger ignore files are refused. */
const MAX_LENGTH = 1024 * 1024;
const MAX_PATTERNS = 10_000;

export interface IgnoreRule {
  readonly pattern: IgnorePattern;
  /** True for "!pattern": what it matches is kept. */
  readonly exception: boolean;
  readonly range: SourceRange;
}

/** What a directory's rules said, for the paths below it. */
export interface IgnoreState {
  readonly ignored: boolean;
  /** For each rule, whether it matched this path or one above it. */
  readonly matched: readonly boolean[];
}

/** A compiled .dockerignore. Paths are relative to the context, with "/" between names, none in front. */
export class IgnoreMatcher {
  readonly rules: readonly IgnoreRule[];

  constructor(rules: readonly IgnoreRule[]) {
    this.rules = rules;
  }

  /** Whether the context goes without this path. A directory that is ignored may still hold kept files. */
  ignores(path: string): boolean {
    if (this.rules.length === 0) return false;
    let state: IgnoreState | undefined;
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      state = this.visit(path.slice(0, slash), state);
    }
    return this.visit(path, state).ignored;
  }

  /** As `ignores`, for a walk: `parent` is what `visit` gave for the directory above (none at the top). */
  visit(path: string, parent: IgnoreState | undefined): IgnoreState {
    let ignored = false;
    const matched = this.rules.map((rule, index) => {
      let match = parent?.matched[index] ?? false;
      if (!match) {
        // A rule that could not change anything is not asked, and then does not count below either.
        if (rule.exception !== ignored) return false;
        match = rule.pattern.matches(path);
      }
      if (match) ignored = !rule.exception;
      return match;
    });
    return { ignored, matched };
  }

  /** For an ignored directory: whether an exception may keep something below it. False: skip it whole. */
  mayKeepBelow(directory: string): boolean {
    const below = `${directory}/`;
    return this.rules.some(({ exception, pattern }) => {
      if (!exception) return false;
      const start = pattern.literalStart;
      return start.startsWith(below) || (pattern.hasWildcard && below.startsWith(start));
    });
  }

  /** The last rule that decided about this path, for "why is my file missing". */
  decidingRule(path: string): IgnoreRule | undefined {
    let ignored = false;
    let deciding: IgnoreRule | undefined;
    for (const rule of this.rules) {
      if (rule.exception !== ignored || !matchesOrParent(rule.pattern, path)) continue;
      ignored = !rule.exception;
      deciding = rule;
    }
    return deciding;
  }
}

/** Compiles the text of a .dockerignore file. Throws `DockerfileError` at the wrong line. */
export function parseIgnoreFile(text: string): IgnoreMatcher {
  const source = new SourceText(text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text);
  if (text.length > MAX_LENGTH) {
    throw wrong(
      `ignore file is longer than ${MAX_LENGTH} characters`,
      'Use patterns in place of a list of files.',
      source.rangeOf(0, 0),
    );
  }
  const rules: IgnoreRule[] = [];
  for (let line = 1; line <= source.lineCount; line++) {
    const raw = source.lineText(line);
    // A "#" after spaces begins no comment.
    if (line === 1 && text.charCodeAt(0) === 0xfeff ? raw.startsWith(' #') : raw.startsWith('#')) continue;
    const written = trimSpace(raw);
    if (written === '') continue;
    const start = source.startOfLine(line) + raw.indexOf(written);
    const range = source.rangeOf(start, start + written.length);
    if (rules.length >= MAX_PATTERNS) {
      throw wrong(`more than ${MAX_PATTERNS} patterns`, 'Use wildcards in place of a list of files.', range);
    }
    rules.push(parseRule(written, range));
  }
  return new IgnoreMatcher(rules);
}

function parseRule(written: string, range: SourceRange): IgnoreRule {
  const exception = written.startsWith('!');
  let text = exception ? trimSpace(written.slice(1)) : written;
  if (text === '') {
    throw wrong('illegal exclusion pattern: "!"', 'After "!" stands what is to be kept: !README.md.', range);
  }
  text = cleanPath(text);
  if (text.length > 1 && text.startsWith('/')) text = text.slice(1);
  // "foo\!" and the like aside, a cleaned pattern that begins with "!" is an exception too.
  if (!exception && text.startsWith('!')) return parseRule(text, range);
  try {
    return { pattern: new IgnorePattern(text), exception, range };
  } catch (error) {
    if (!(error instanceof PathPatternError)) throw error;
    throw wrong(
      error.message,
      'A "[" needs its "]", and "\\" a character after it. To match "[" itself write "\\[".',
      range,
    );
  }
}

/** Go's `filepath.Clean`: no ".", no "..", no double or last slash. Empty becomes ".". */
export function cleanPath(path: string): string {
  const rooted = path.startsWith('/');
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.length > 0 && names[names.length - 1] !== '..') names.pop();
    else if (!rooted) names.push(name);
  }
  const joined = names.join('/');
  return rooted ? `/${joined}` : joined || '.';
}

function matchesOrParent(pattern: IgnorePattern, path: string): boolean {
  if (pattern.matches(path)) return true;
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    if (pattern.matches(path.slice(0, slash))) return true;
  }
  return false;
}

function wrong(message: string, explanation: string, range: SourceRange): DockerfileError {
  return new DockerfileError({
    code: 'InvalidIgnorePattern',
    severity: 'error',
    message,
    explanation,
    range,
    namesLine: false,
    lines: linesOf(range),
  });
}
