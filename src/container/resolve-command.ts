/**
 * Which command a container runs, and how that came about: ENTRYPOINT and CMD of the image, what was typed after the
 * image, and `--entrypoint`. Dockerfile reference, "Understand how CMD and ENTRYPOINT interact"; moby:
 * daemon/commit.go `merge` and daemon/create.go `verifyContainerConfig`.
 */
import type { ContainerConfig } from '../image/image-config.ts';
import { refused } from './refusal.ts';
import type { RunOptions } from './run-options.ts';

/** Words of the command line that come from one place. */
export interface CommandPart {
  readonly from: 'image-entrypoint' | 'image-cmd' | 'flag-entrypoint' | 'arguments';
  readonly words: readonly string[];
  /** The instruction was in shell form: `["/bin/sh", "-c", text]`. */
  readonly isShellForm: boolean;
}

/** What the image says and this container does not follow. */
export interface OverruledPart {
  readonly from: 'image-entrypoint' | 'image-cmd';
  readonly words: readonly string[];
  readonly by: 'arguments' | 'flag-entrypoint';
}

export interface ResolvedCommand {
  readonly argv: readonly string[];
  /** In the order of the words. */
  readonly parts: readonly CommandPart[];
  readonly overruled: readonly OverruledPart[];
  /** An ENTRYPOINT in shell form runs the shell with one text: what stands behind it is not looked at. */
  readonly ignoresArguments: boolean;
  /** As the container's own config says it: what `docker commit` writes down. */
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
}

/** @throws {ContainerRefusal} when there is nothing to run. */
export function resolveCommand(
  image: Pick<ContainerConfig, 'Entrypoint' | 'Cmd' | 'Shell'>,
  { command, entrypoint: flag }: Pick<RunOptions, 'command' | 'entrypoint'>,
): ResolvedCommand {
  const imageEntrypoint = image.Entrypoint ?? [];
  const imageCmd = image.Cmd ?? [];
  const overruled: OverruledPart[] = [];
  const parts: CommandPart[] = [];
  const shellForm = (words: readonly string[]) => isShellForm(words, image.Shell);

  let entrypoint = imageEntrypoint;
  let cmd = command;
  if (flag !== undefined) {
    entrypoint = flag === '' ? [] : [flag];
    if (imageEntrypoint.length > 0)
      overruled.push({ from: 'image-entrypoint', words: imageEntrypoint, by: 'flag-entrypoint' });
    // The image's CMD was meant for the image's ENTRYPOINT.
    if (imageCmd.length > 0) overruled.push({ from: 'image-cmd', words: imageCmd, by: 'flag-entrypoint' });
    if (entrypoint.length > 0) parts.push({ from: 'flag-entrypoint', words: entrypoint, isShellForm: false });
  } else {
    if (entrypoint.length > 0) {
      parts.push({ from: 'image-entrypoint', words: entrypoint, isShellForm: shellForm(entrypoint) });
    }
    if (command.length === 0) {
      cmd = imageCmd;
      if (cmd.length > 0) parts.push({ from: 'image-cmd', words: cmd, isShellForm: shellForm(cmd) });
    } else if (imageCmd.length > 0) {
      overruled.push({ from: 'image-cmd', words: imageCmd, by: 'arguments' });
    }
  }
  if (command.length > 0) parts.push({ from: 'arguments', words: command, isShellForm: false });
  const argv = [...entrypoint, ...cmd];
  if (argv.length === 0) throw refused('no command specified');
  return {
    argv,
    parts,
    overruled,
    ignoresArguments: flag === undefined && shellForm(imageEntrypoint) && cmd.length > 0,
    entrypoint,
    cmd,
  };
}

/** One text for the shell of the image: what the shell form of CMD and ENTRYPOINT becomes. */
function isShellForm(words: readonly string[], shell: readonly string[] = ['/bin/sh', '-c']): boolean {
  return words.length === shell.length + 1 && shell.every((word, at) => words[at] === word);
}
