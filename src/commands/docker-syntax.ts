/**
 * The commands of Docker 28.5 that work here: how each is written, and what Docker says when it is written wrongly.
 * Commands that Docker has and this page has not are known by name, so that the answer can tell the two apart.
 */
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
const filter: Flag = { name: 'filter', value: true };
const format: Flag = { name: 'format', value: true };
const platform: Flag = { name: 'platform', value: true };
const until: DescribedFlag = {
  name: 'filter',
  value: true,
  kind: 'filter',
  help: 'Only what was last used before (e.g. "until=24h")',
};
const many = Number.POSITIVE_INFINITY;
const shortRunFlags: Readonly<Record<string, string>> = {
  attach: 'a',
  label: 'l',
  memory: 'm',
  publish: 'p',
};

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
      ...['add-host', 'allow', 'annotation', 'attest', 'build-context', 'builder', 'cache-from', 'cache-to'],
      ...['cgroup-parent', 'iidfile', 'label', 'metadata-file', 'network', 'no-cache-filter', 'platform'],
      ...['progress', 'provenance', 'sbom', 'secret', 'shm-size', 'ssh', 'ulimit', 'call'],
    ]
      .map((name): Flag => ({ name, value: true }))
      .concat(
        { name: 'output', short: 'o', value: true },
        ...['check', 'debug', 'load', 'pull', 'push'].map((name): Flag => ({ name, value: false })),
      ),
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
      ...['add-host', 'attach', 'cap-add', 'cap-drop', 'cpus', 'device', 'dns', 'env-file', 'expose', 'gpus'],
      ...[
        'group-add',
        'health-cmd',
        'label',
        'link',
        'log-driver',
        'memory',
        'mount',
        'network',
        'pids-limit',
      ],
      ...['platform', 'publish', 'pull', 'restart', 'runtime', 'security-opt', 'shm-size', 'sysctl', 'tmpfs'],
      ...['ulimit', 'volumes-from'],
    ]
      .map(
        (name): Flag => ({
          name,
          value: true,
          ...(name in shortRunFlags ? { short: shortRunFlags[name] ?? '' } : {}),
        }),
      )
      .concat(
        ['init', 'privileged', 'publish-all', 'read-only'].map((name): Flag => ({ name, value: false })),
      ),
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
    elsewhere: [{ ...filter, short: 'f' }, format, { name: 'tree', value: false }],
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
    elsewhere: [format, platform],
  },
  {
    name: 'image inspect',
    aliases: [],
    usage: '[OPTIONS] IMAGE [IMAGE...]',
    help: 'Display detailed information on one or more images',
    least: 1,
    most: many,
    flags: [],
    elsewhere: [{ ...format, short: 'f' }, platform],
  },
  {
    name: 'inspect',
    aliases: [],
    usage: '[OPTIONS] NAME|ID [NAME|ID...]',
    help: 'Return low-level information on Docker objects',
    least: 1,
    most: many,
    flags: [],
    elsewhere: [
      { ...format, short: 'f' },
      { name: 'size', short: 's', value: false },
      { name: 'type', value: true },
    ],
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
    elsewhere: [{ name: 'no-prune', value: false }, platform],
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
    elsewhere: [
      { ...filter, short: 'f' },
      format,
      { name: 'last', short: 'n', value: true },
      { name: 'latest', short: 'l', value: false },
      { name: 'size', short: 's', value: false },
    ],
  },
  {
    name: 'system df',
    aliases: [],
    usage: '[OPTIONS]',
    help: 'Show docker disk usage',
    least: 0,
    most: 0,
    flags: [{ name: 'verbose', short: 'v', value: false, help: 'Show detailed information on space usage' }],
    elsewhere: [format],
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
    elsewhere: [filter, format, { name: 'builder', value: true }],
  },
  {
    name: 'builder prune',
    aliases: ['buildx prune'],
    plugin: 'docker buildx prune',
    usage: '',
    help: 'Remove build cache',
    least: 0,
    most: 0,
    flags: [{ name: 'all', short: 'a', value: false, help: 'Also what an image still needs' }, until, force],
    elsewhere: ['max-used-space', 'min-free-space', 'reserved-space', 'keep-storage', 'builder']
      .map((name): Flag => ({ name, value: true }))
      .concat({ name: 'verbose', value: false }),
  },
  {
    name: 'image prune',
    aliases: [],
    usage: '[OPTIONS]',
    help: 'Remove unused images',
    least: 0,
    most: 0,
    flags: [
      {
        name: 'all',
        short: 'a',
        value: false,
        help: 'Remove all unused images, not just dangling ones',
      },
      until,
      force,
    ],
    elsewhere: [],
  },
  {
    name: 'system prune',
    aliases: [],
    usage: '[OPTIONS]',
    help: 'Remove unused data',
    least: 0,
    most: 0,
    flags: [
      {
        name: 'all',
        short: 'a',
        value: false,
        help: 'Remove all unused images not just dangling ones',
      },
      until,
      force,
    ],
    elsewhere: [{ name: 'volumes', value: false }],
  },
];

/** Commands of Docker that take a second word. */
export const groups: readonly string[] = [
  ...['builder', 'buildx', 'checkpoint', 'config', 'container', 'context', 'image', 'manifest', 'network'],
  ...['node', 'plugin', 'secret', 'service', 'stack', 'swarm', 'system', 'trust', 'volume'],
];

/** Commands of Docker that this page does not have, beside those of the groups. */
export const notHere: readonly string[] = [
  ...['attach', 'bake', 'commit', 'compose', 'cp', 'create', 'diff', 'events', 'exec', 'export', 'import'],
  ...['info', 'init', 'kill', 'load', 'login', 'logout', 'logs', 'pause', 'port', 'pull', 'push', 'rename'],
  ...['restart', 'rm', 'save', 'scout', 'search', 'start', 'stats', 'stop', 'top', 'unpause', 'update'],
  ...['version', 'wait'],
];

/** Commands in the groups that this page does not have. */
export const notHereIn: Readonly<Record<string, readonly string[]>> = {
  image: ['import', 'load', 'pull', 'push', 'save'],
  container: [
    ...[
      'attach',
      'commit',
      'cp',
      'create',
      'diff',
      'exec',
      'export',
      'inspect',
      'kill',
      'logs',
      'pause',
      'port',
    ],
    ...['prune', 'rename', 'restart', 'rm', 'start', 'stats', 'stop', 'top', 'unpause', 'update', 'wait'],
  ],
  system: ['dial-stdio', 'events', 'info'],
  buildx: [
    ...[
      'bake',
      'create',
      'dial-stdio',
      'history',
      'imagetools',
      'inspect',
      'ls',
      'rm',
      'stop',
      'use',
      'version',
    ],
  ],
  builder: [
    ...[
      'bake',
      'create',
      'dial-stdio',
      'history',
      'imagetools',
      'inspect',
      'ls',
      'rm',
      'stop',
      'use',
      'version',
    ],
  ],
};
