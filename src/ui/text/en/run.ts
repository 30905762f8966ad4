import { plural } from '../plural.ts';

const parts = {
  'image-entrypoint': 'ENTRYPOINT of the image',
  'image-cmd': 'CMD of the image',
  'flag-entrypoint': '--entrypoint',
  arguments: 'typed after the image',
} as const;

function exitCode(code: number): string {
  switch (code) {
    case 0:
      return 'It ended without an error.';
    case 125:
      return 'Exit code 125: Docker itself refused, before anything of the container ran.';
    case 126:
      return 'Exit code 126: there is such a file, but it can’t be run as a program. Is it executable (chmod +x)?';
    case 127:
      return 'Exit code 127: there is no such program in the image. Look for a typing mistake, and at what PATH says.';
    case 130:
      return 'Exit code 130: 128 + 2, so Ctrl-C (SIGINT) ended it.';
    case 137:
      return 'Exit code 137: 128 + 9, so SIGKILL ended it. docker stop sends it to what does not end by itself in time.';
    case 143:
      return 'Exit code 143: 128 + 15, so SIGTERM ended it, as docker stop sends it.';
    case 255:
      return 'Exit code 255: the program could not be executed at all, or it said so itself.';
    default:
      return code > 128 && code < 160
        ? `Exit code ${code}: 128 + ${code - 128}, so that signal ended it.`
        : `Exit code ${code}: the program said so itself. Its output tells why.`;
  }
}

export const run = {
  title: 'Run',
  form: 'Run a container',
  image: 'Image',
  imageBuilt: 'the image you built last',
  command: 'Command',
  commandHint: 'as the image says',
  commandHelp: 'Replaces CMD. It is appended to an ENTRYPOINT.',
  entrypoint: '--entrypoint',
  entrypointUse: 'Replace ENTRYPOINT',
  entrypointHint: 'nothing: no ENTRYPOINT at all',
  env: 'Variables (-e)',
  envHint: 'NAME=value, one a line',
  volumes: 'Files of the project (-v)',
  volumesHint: './src:/mnt:ro, one a line',
  volumesHelp: 'What a container writes there stays in the container: your project keeps its files.',
  workdir: 'Folder (-w)',
  user: 'User (-u)',
  name: 'Name (--name)',
  terminal: 'With a terminal (-it)',
  remove: 'Forget it when it ends (--rm)',
  more: 'More options',
  start: 'Run',
  starting: 'Starting…',
  atHome: 'The same at home',
  refused: (code: number) => `The container did not start. ${exitCode(code)}`,
  badLine: (message: string) => `The command can’t be read: ${message}`,
  badVolume: (line: string) =>
    `“${line}” is no mount. Write it as ./src:/mnt, or ./src:/mnt:ro for reading only.`,
  list: 'Containers',
  none: 'No container yet. Choose an image and run it: what it writes goes into a layer of its own.',
  running: 'running',
  exited: (code: number) => `exited (${code})`,
  exitCode,
  lost: 'The containers are gone: one of them let nobody else have a turn, so that all had to be ended.',
  stop: 'Stop',
  stopTitle: (signal: string) => `docker stop: ${signal}, and SIGKILL after 10 seconds`,
  stopping: 'Stopping…',
  kill: 'Kill',
  killTitle: 'docker kill: SIGKILL, at once',
  removeButton: 'Remove',
  removeTitle: 'docker rm: forgets the container and what it wrote',
  exec: 'Second terminal',
  execTitle: 'docker exec -it: one more process in this container',
  commit: 'Commit…',
  commitTitle: 'docker commit: makes an image of what is in the container now',
  commitName: 'Name of the new image',
  commitMessage: 'What was done (-m)',
  commitDo: 'Make the image',
  committed: (name: string) => `${name} is an image now: run it, or write FROM ${name}.`,
  wasKilled: 'It did not end by itself in time, so it was killed.',
  tabs: 'Of this container',
  tabChanges: 'Writable layer',
  tabOrigin: 'How it started',
  terminalOf: (command: string) => `Terminal of ${command}`,
  terminalKeys: 'The terminal takes all keys. F6 leads on to the next part of the page.',
  endedTab: (command: string, code: number) => `${command} (${code})`,
  commandLine: 'What runs',
  from: (part: keyof typeof parts) => parts[part],
  shellForm: 'Shell form: /bin/sh -c and one text.',
  overruled: (what: 'image-entrypoint' | 'image-cmd', words: string, by: 'arguments' | 'flag-entrypoint') =>
    `${parts[what]}, ${words}, does not count: ${
      by === 'arguments'
        ? 'what was typed after the image takes its place.'
        : 'with --entrypoint neither ENTRYPOINT nor CMD of the image counts.'
    }`,
  ignoresArguments:
    'The ENTRYPOINT is in shell form, so the shell gets one text and never looks at what stands behind it. In exec form, ENTRYPOINT ["…"], it would.',
  facts: 'With',
  factUser: (user: string) => `user ${user === '' ? 'root' : user}`,
  factWorkdir: (path: string) => `folder ${path}`,
  factStop: (signal: string) => `stopped by ${signal}`,
  exposed: (ports: readonly string[]) =>
    `EXPOSE ${ports.join(', ')}: documentation only. It publishes nothing: at home, docker run -p 8080:${
      ports[0]?.split('/')[0] ?? '80'
    } would.`,
  mountProject: (source: string, target: string, readOnly: boolean) =>
    `${source} of the project at ${target}${readOnly ? ', read-only' : ''}`,
  mountVolume: (target: string) => `a volume at ${target}: not part of the writable layer`,
  changesIntro:
    'What this container wrote over its image. Removing the container forgets it; a commit keeps it.',
  changesNone: 'Nothing: the container left its image as it is.',
  changesRefresh: 'Look again',
  changesCount: (count: number) => plural(count, 'change', 'changes'),
} as const;
