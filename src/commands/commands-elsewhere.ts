/** Commands that Docker has and this page has not, by name: so that an answer can tell them from what is no command. */

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

const ofBuildx: readonly string[] = [
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
  buildx: ofBuildx,
  builder: ofBuildx,
};
