/** A RUN that failed, in Docker's sentence and in plain words: which program, why, and what to do now. */

import { quote } from '../dockerfile/go-text.ts';
import type { RunProblem, RunStartError } from '../sandbox/run-request.ts';
import type { BaseImage } from './ports.ts';
import { BuildFailure } from './problems.ts';

type Missing = BaseImage['missing'];

/** Docker's sentence: `process "/bin/sh -c false" did not complete successfully: exit code: 1`. */
function sentence(words: readonly string[], how: string): string {
  return `process ${quote(words.join(' '))} did not complete successfully: ${how}`;
}

/** The command ran, and ended with another exit code than 0. */
export function failedRun(
  words: readonly string[],
  exitCode: number,
  problem: RunProblem | undefined,
  missing: Missing,
): BuildFailure {
  const lacking =
    exitCode === 127 || problem !== undefined ? lackingProgram(words, problem?.subject, missing) : undefined;
  return new BuildFailure(
    'run-failed',
    sentence(words, `exit code: ${exitCode}`),
    lacking ?? problem?.explanation ?? explainExit(exitCode) + bashLimits(words, exitCode),
  );
}

/** What bash has and busybox's shell in its place has not, where that may be why: a syntax error, or no such program. */
function bashLimits(words: readonly string[], exitCode: number): string {
  if ((exitCode !== 2 && exitCode !== 127) || !mentions(words.join(' '), 'bash')) return '';
  return (
    " bash is busybox's shell here. It knows [[ ]], $'…', ${x/a/b}, <( ) and pipefail, and has no arrays, (( )), " +
    '{1..3}, <<<, ${x^^}, ${!x}, declare, shopt or mapfile: write that part as sh has it.'
  );
}

/** The first program could not even be started. Docker's build says exit code 1 then, whatever the reason. */
export function failedStart(words: readonly string[], error: RunStartError, missing: Missing): BuildFailure {
  const explanation =
    lackingProgram(words, error.problem?.subject ?? words[0], missing) ??
    error.problem?.explanation ??
    `${error.message}. ${
      error.exitCode === 127
        ? 'There is no such program in the image at this point. FROM scratch has none at all: RUN needs at least a shell.'
        : 'The file is there, but can not be run: it must be executable, and a program for this machine.'
    }`;
  return new BuildFailure('run-failed', sentence(words, 'exit code: 1'), explanation);
}

export function unknownUser(words: readonly string[], reason: string): BuildFailure {
  return new BuildFailure(
    'user-unknown',
    sentence(words, reason),
    'USER names someone who is not in the image. Add them before with RUN adduser (or groupadd), or give a number: USER 1000:1000.',
  );
}

/** What a stand-in says of a program that the real image has. */
function lackingProgram(
  words: readonly string[],
  subject: string | undefined,
  missing: Missing,
): string | undefined {
  const name = subject?.slice(subject.lastIndexOf('/') + 1);
  const text = words.join(' ');
  const found =
    missing.find(({ program }) => program === name) ?? missing.find(({ program }) => mentions(text, program));
  return found === undefined
    ? undefined
    : `${found.program} is not in this image here. ${found.reason} ${found.instead}`;
}

/** Whether the program's name stands in the text as a word of its own. */
function mentions(text: string, program: string): boolean {
  for (let at = text.indexOf(program); at >= 0; at = text.indexOf(program, at + 1)) {
    const before = text.charAt(at - 1);
    const after = text.charAt(at + program.length);
    if (!/[\w.-]/.test(before) && !/[\w.-]/.test(after)) return true;
  }
  return false;
}

function explainExit(exitCode: number): string {
  switch (exitCode) {
    case 126:
      return 'Exit code 126: the shell found a file, but could not run it. Is it executable (chmod +x), and what does its first line name?';
    case 127:
      return 'Exit code 127: the shell found no program of that name. Look for a typing mistake at the end of the log; a program must be in the image before RUN can use it.';
    case 137:
      return 'Exit code 137: the command was killed, as when it needs more memory than there is.';
    default:
      return exitCode > 128 && exitCode < 160
        ? `Exit code ${exitCode}: signal ${exitCode - 128} ended the command. The end of the log shows how far it came.`
        : `The last command of this RUN ended with exit code ${exitCode}. The end of its log says what it could not do. Mend the command, then build again: finished steps are cached.`;
  }
}
