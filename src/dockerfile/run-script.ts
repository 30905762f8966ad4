// What RUN runs, and how BuildKit names a step: heredocs become the shell's script or a file of their own,
// and the progress line shows the instruction with its variables filled in.

import { type Environment, type ExpandOptions, ExpansionError, expandText } from './expand.ts';
import { trimSpace } from './go-text.ts';
import { heredocText, parseHeredocWord } from './heredoc.ts';
import type { Heredoc, RunInstruction, StageInstruction } from './instruction.ts';
import { parseMount } from './mount.ts';
import { DockerfileError } from './problem.ts';

export type RunScript =
  /** Run as they are, without a shell. */
  | { readonly kind: 'exec'; readonly args: readonly string[] }
  /** The last argument for the shell (`/bin/sh -c`). */
  | { readonly kind: 'script'; readonly text: string }
  /** A heredoc that begins with "#!": a file, mode 0755, at `path`; the shell gets the path. */
  | { readonly kind: 'file'; readonly path: string; readonly content: string };

/** What a RUN instruction runs. Variables in it are the shell's business, not ours. */
export function runScript(run: RunInstruction): RunScript {
  if (run.command.form === 'json') return { kind: 'exec', args: run.command.args.map(({ text }) => text) };
  const line = run.command.text.text;
  const whole = wholeHeredoc(run);
  if (whole) {
    const content = heredocText(whole);
    return whole.content.startsWith('#!')
      ? { kind: 'file', path: `/dev/pipes/${whole.name}`, content }
      : { kind: 'script', text: content };
  }
  const bodies = run.heredocs.map(({ content, name }) => `\n${content}${name}`).join('');
  return { kind: 'script', text: line + bodies };
}

/**
 * The instruction as BuildKit's progress prints it: `COPY file-v2 /f/`, `RUN <<EOT (echo hello...)`.
 * Text that can't be expanded stays as it is.
 */
export function stepName(
  instruction: StageInstruction,
  environment: Environment,
  escapeCharacter: '\\' | '`' = '\\',
): string {
  const isRun = instruction.kind === 'RUN';
  const options: ExpandOptions = { escape: escapeCharacter, keepQuotes: isRun, keepUndefined: isRun };
  const whole = isRun ? wholeHeredoc(instruction) : undefined;
  const code = whole ? `${instruction.code} (${summary(whole.content)})` : instruction.code;
  const seen = isRun ? withMaskedSecrets(instruction, environment, escapeCharacter) : environment;
  const expanded = expandOrKeep(code, seen, options);
  const space = expanded.indexOf(' ');
  return space < 0 ? expanded.toUpperCase() : expanded.slice(0, space).toUpperCase() + expanded.slice(space);
}

/** A variable that a secret is mounted into is shown as asterisks, whatever it holds. */
function withMaskedSecrets(
  run: RunInstruction,
  environment: Environment,
  escapeCharacter: '\\' | '`',
): Environment {
  const masked = new Set<string>();
  for (const argument of run.mounts) {
    try {
      const mount = parseMount(
        argument,
        (text) => expandText(text, environment, { escape: escapeCharacter }).text,
      );
      if (mount.type === 'secret' && mount.env !== undefined) masked.add(mount.env);
    } catch (error) {
      // What is wrong with the mount is said where it is planned.
      if (!(error instanceof ExpansionError || error instanceof DockerfileError)) throw error;
    }
  }
  if (masked.size === 0) return environment;
  return {
    get: (name) => (masked.has(name) ? '****' : environment.get(name)),
    names: () => [...masked, ...environment.names()],
  };
}

/** The heredoc that is the whole command, as in `RUN <<EOF`. */
function wholeHeredoc(run: RunInstruction): Heredoc | undefined {
  const [first] = run.heredocs;
  if (!first || run.command.form === 'json') return undefined;
  try {
    return parseHeredocWord(run.command.text.text) ? first : undefined;
  } catch (error) {
    if (error instanceof ExpansionError) return undefined;
    throw error;
  }
}

function summary(content: string): string {
  const [first = '', ...more] = trimSpace(content).split(/\r?\n/);
  return more.length > 0 ? `${first}...` : first;
}

function expandOrKeep(text: string, environment: Environment, options: ExpandOptions): string {
  try {
    return expandText(text, environment, options).text;
  } catch (error) {
    if (error instanceof ExpansionError) return text;
    throw error;
  }
}
