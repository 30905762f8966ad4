/** Options of the interface and a docker build line, each as the other. */
import { buildLine } from '../../commands/command-line.ts';
import type { BuildCommand } from '../../commands/docker-command.ts';
import type { BuildRequest } from '../../worker/protocol.ts';
import { type BuildOptions, readBuildArgs } from '../build-bar/build-options.ts';

/** The options as the command that does the same at home. */
export function lineOf({ target, buildArgs, tag, noCache }: BuildOptions): string {
  const { args } = readBuildArgs(buildArgs);
  return buildLine({
    tags: tag === '' ? [] : [tag],
    target,
    buildArgs: Object.entries(args).map(([name, value]) => `${name}=${value}`),
    noCache,
    file: 'Dockerfile',
  });
}

/** A typed command as the options of the interface, so that the two are one. */
export function optionsOf({ target = '', buildArgs, tags, noCache }: BuildCommand): BuildOptions {
  return {
    target,
    // Without a value it would be taken from the environment, and here is none.
    buildArgs: buildArgs.filter((argument) => argument.includes('=')).join('\n'),
    tag: tags[0] ?? '',
    noCache,
  };
}

/** What a typed command asks for beside the options of the interface. */
export function typedRequest({ target, file }: BuildCommand): Partial<BuildRequest> {
  return {
    ...(target === undefined ? {} : { target }),
    ...(file === undefined ? {} : { dockerfile: file.replace(/^\.\//, '') }),
  };
}
