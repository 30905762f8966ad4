/** The commands of Docker 28.5 that work here: how each is written, and what Docker says of it in its help. */
import type { Flag } from './flags.ts';

export type CommandName =
  | 'build'
  | 'run'
  | 'images'
  | 'history'
  | 'image inspect'
  | 'inspect'
  | 'tag'
  | 'rmi'
  | 'ps'
  | 'system df'
  | 'buildx du'
  | 'builder prune'
  | 'image prune'
  | 'system prune';

export interface DescribedFlag extends Flag {
  /** Kind of value, as `docker --help` writes it: `string`, `list`, `filter`. */
  readonly kind?: string;
  readonly help: string;
}

export interface CommandSyntax {
  readonly name: CommandName;
  /** Other ways to write it. */
  readonly aliases: readonly string[];
  /** What follows the command's name: `[OPTIONS] IMAGE`. */
  readonly usage: string;
  readonly help: string;
  readonly least: number;
  readonly most: number;
  /** Flags end at the first argument: what follows it is the container's command. */
  readonly firstArgumentEnds?: boolean;
  readonly flags: readonly DescribedFlag[];
  /** Flags that Docker has and this page has not. */
  readonly elsewhere: readonly Flag[];
  /** Docker hands it to buildx, which is named in what it says. */
  readonly plugin?: string;
}

const quiet: DescribedFlag = { name: 'quiet', short: 'q', value: false, help: 'Only show image IDs' };
const noTrunc: DescribedFlag = { name: 'no-trunc', value: false, help: 'Don’t truncate output' };
const force: DescribedFlag = {
  name: 'force',
  short: 'f',
  value: false,
  help: 'Do not prompt for confirmation',
};
const until: DescribedFlag = {
  name: 'filter',
  value: true,
  kind: 'filter',
  help: 'Only what was last used before (e.g. "until=24h")',
};

/** What each `prune` takes. */
const pruneFlags = (all: string): readonly DescribedFlag[] => [
  { name: 'all', short: 'a', value: false, help: all },
  until,
  force,
];

/** Flags by their long names; after a comma the short one. */
const flagsOf = (value: boolean, names: string): readonly Flag[] =>
  names.split(' ').map((each) => {
    const [name = '', short] = each.split(',');
    return { name, value, ...(short === undefined ? {} : { short }) };
  });
const valued = (names: string): readonly Flag[] => flagsOf(true, names);
const plain = (names: string): readonly Flag[] => flagsOf(false, names);

const many = Number.POSITIVE_INFINITY;

export const commands: readonly CommandSyntax[] = [
  {
    name: 'build',
    aliases: ['image build', 'builder build', 'buildx build', 'buildx b'],
    plugin: 'docker buildx build',
    usage: '[OPTIONS] PATH | URL | -',
    help: 'Build an image from a Dockerfile',
    least: 1,
    most: 1,
    flags: [
      { name: 'build-arg', value: true, kind: 'stringArray', help: 'Set build-time variables' },
      { name: 'file', short: 'f', value: true, kind: 'string', help: 'Name of the Dockerfile' },
      { name: 'no-cache', value: false, help: 'Do not use cache when building the image' },
      { name: 'tag', short: 't', value: true, kind: 'stringArray', help: 'Name and optionally a tag' },
      { name: 'target', value: true, kind: 'string', help: 'Set the target build stage to build' },
      { name: 'quiet', short: 'q', value: false, help: 'Suppress the build output and print image ID' },
    ],
    elsewhere: [
      ...valued(
        'add-host allow annotation attest build-context builder cache-from cache-to call cgroup-parent',
      ),
      ...valued(
        'iidfile label metadata-file network no-cache-filter output,o platform progress provenance sbom',
      ),
      ...valued('secret shm-size ssh ulimit'),
      ...plain('check debug load pull push'),
    ],
  },
  {
    name: 'run',
    aliases: ['container run'],
    usage: '[OPTIONS] IMAGE [COMMAND] [ARG...]',
    help: 'Create and run a new container from an image',
    least: 1,
    most: many,
    firstArgumentEnds: true,
    flags: [
      {
        name: 'detach',
        short: 'd',
        value: false,
        help: 'Run container in background and print container ID',
      },
      {
        name: 'entrypoint',
        value: true,
        kind: 'string',
        help: 'Overwrite the default ENTRYPOINT of the image',
      },
      { name: 'env', short: 'e', value: true, kind: 'list', help: 'Set environment variables' },
      { name: 'hostname', short: 'h', value: true, kind: 'string', help: 'Container host name' },
      { name: 'interactive', short: 'i', value: false, help: 'Keep STDIN open even if not attached' },
      { name: 'name', value: true, kind: 'string', help: 'Assign a name to the container' },
      { name: 'rm', value: false, help: 'Automatically remove the container when it exits' },
      { name: 'stop-signal', value: true, kind: 'string', help: 'Signal to stop the container' },
      { name: 'tty', short: 't', value: false, help: 'Allocate a pseudo-TTY' },
      {
        name: 'user',
        short: 'u',
        value: true,
        kind: 'string',
        help: 'Username or UID (format: <name|uid>[:<group|gid>])',
      },
      {
        name: 'volume',
        short: 'v',
        value: true,
        kind: 'list',
        help: 'Bind mount a file or folder of this project',
      },
      {
        name: 'workdir',
        short: 'w',
        value: true,
        kind: 'string',
        help: 'Working directory inside the container',
      },
    ],
    elsewhere: [
      ...valued(
        'add-host attach,a cap-add cap-drop cpus device dns env-file expose gpus group-add health-cmd',
      ),
      ...valued('label,l link log-driver memory,m mount network pids-limit platform publish,p pull restart'),
      ...valued('runtime security-opt shm-size sysctl tmpfs ulimit volumes-from'),
      ...plain('init privileged publish-all read-only'),
    ],
  },
  {
    name: 'images',
    aliases: ['image ls', 'image list'],
    usage: '[OPTIONS] [REPOSITORY[:TAG]]',
    help: 'List images',
    least: 0,
    most: 1,
    flags: [
      {
        name: 'all',
        short: 'a',
        value: false,
        help: 'Show all images (default hides intermediate images)',
      },
      { name: 'digests', value: false, help: 'Show digests' },
      noTrunc,
      quiet,
    ],
    elsewhere: [...valued('filter,f format'), ...plain('tree')],
  },
  {
    name: 'history',
    aliases: ['image history'],
    usage: '[OPTIONS] IMAGE',
    help: 'Show the history of an image',
    least: 1,
    most: 1,
    flags: [
      {
        name: 'human',
        short: 'H',
        value: false,
        help: 'Print sizes and dates in human readable format (default true)',
      },
      noTrunc,
      quiet,
    ],
    elsewhere: valued('format platform'),
  },
  {
    name: 'image inspect',
    aliases: [],
    usage: '[OPTIONS] IMAGE [IMAGE...]',
    help: 'Display detailed information on one or more images',
    least: 1,
    most: many,
    flags: [],
    elsewhere: valued('format,f platform'),
  },
  {
    name: 'inspect',
    aliases: [],
    usage: '[OPTIONS] NAME|ID [NAME|ID...]',
    help: 'Return low-level information on Docker objects',
    least: 1,
    most: many,
    flags: [],
    elsewhere: [...valued('format,f type'), ...plain('size,s')],
  },
  {
    name: 'tag',
    aliases: ['image tag'],
    usage: 'SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]',
    help: 'Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE',
    least: 2,
    most: 2,
    flags: [],
    elsewhere: [],
  },
  {
    name: 'rmi',
    aliases: ['image rm', 'image remove'],
    usage: '[OPTIONS] IMAGE [IMAGE...]',
    help: 'Remove one or more images',
    least: 1,
    most: many,
    flags: [{ name: 'force', short: 'f', value: false, help: 'Force removal of the image' }],
    elsewhere: [...plain('no-prune'), ...valued('platform')],
  },
  {
    name: 'ps',
    aliases: ['container ls', 'container list', 'container ps'],
    usage: '[OPTIONS]',
    help: 'List containers',
    least: 0,
    most: 0,
    flags: [
      {
        name: 'all',
        short: 'a',
        value: false,
        help: 'Show all containers (default shows just running)',
      },
      noTrunc,
      { ...quiet, help: 'Only display container IDs' },
    ],
    elsewhere: [...valued('filter,f format last,n'), ...plain('latest,l size,s')],
  },
  {
    name: 'system df',
    aliases: [],
    usage: '[OPTIONS]',
    help: 'Show docker disk usage',
    least: 0,
    most: 0,
    flags: [{ name: 'verbose', short: 'v', value: false, help: 'Show detailed information on space usage' }],
    elsewhere: valued('format'),
  },
  {
    name: 'buildx du',
    aliases: ['builder du'],
    plugin: 'docker buildx du',
    usage: '',
    help: 'Disk usage of the build cache',
    least: 0,
    most: 0,
    flags: [{ name: 'verbose', value: false, help: 'Provide a more verbose output' }],
    elsewhere: valued('filter format builder'),
  },
  {
    name: 'builder prune',
    aliases: ['buildx prune'],
    plugin: 'docker buildx prune',
    usage: '',
    help: 'Remove build cache',
    least: 0,
    most: 0,
    flags: pruneFlags('Also what an image still needs'),
    elsewhere: [
      ...valued('max-used-space min-free-space reserved-space keep-storage builder'),
      ...plain('verbose'),
    ],
  },
  {
    name: 'image prune',
    aliases: [],
    usage: '[OPTIONS]',
    help: 'Remove unused images',
    least: 0,
    most: 0,
    flags: pruneFlags('Remove all unused images, not just dangling ones'),
    elsewhere: [],
  },
  {
    name: 'system prune',
    aliases: [],
    usage: '[OPTIONS]',
    help: 'Remove unused data',
    least: 0,
    most: 0,
    flags: pruneFlags('Remove all unused images not just dangling ones'),
    elsewhere: plain('volumes'),
  },
];
