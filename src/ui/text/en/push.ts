import { formatBytes } from '../format.ts';

export const push = {
  title: 'Push to a registry',
  name: 'Name',
  namePlaceholder: 'registry.example/you/app:1.0',
  nameHelp: 'With the registry in front. Without one it is Docker Hub’s: you/app:1.0.',
  user: 'User name',
  password: 'Password or token',
  credentialsHelp: 'Kept in memory until the page closes, and sent to that registry only.',
  start: 'Push',
  stop: 'Stop',
  running: (name: string) => `Pushing ${name}…`,
  progress: (current: number, total: number) => `${formatBytes(current)} of ${formatBytes(total)}`,
  pushed: (name: string) => `Pushed. Anybody who may can now run: docker pull ${name}`,
  digest: 'Digest',
  stopped: 'Stopped. The registry has no tag of it; blobs that arrived are not sent again.',
  blobs: 'Blobs',
  waiting: 'waiting',
  sending: (sent: number, size: number) => `${formatBytes(sent)} of ${formatBytes(size)}`,
  outcome: {
    there: 'was there already',
    mounted: 'taken from another repository',
    sent: 'sent',
  },
  way: { direct: 'directly', proxy: 'through the proxy' },
} as const;
