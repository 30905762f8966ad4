/** Images that a morning of builds left, and two of them compared. */
import type { FileComparison, ImageDetails, ListedImage } from '../../src/worker/protocol.ts';
import { diskUsage } from './recorded-storage.ts';

const layerDigest = `sha256:${'0'.repeat(64)}`;

export const images: readonly ListedImage[] = diskUsage.images.map(
  ({ id, names, origin, size, created }) => ({
    id,
    names,
    origin,
    size,
    layers: [{ digest: layerDigest, size, fileBytes: size }],
    created: new Date(created).toISOString(),
  }),
);

export function details(reference: string): ImageDetails {
  const image = images.find(({ id, names }) => id === reference || names.includes(reference)) ?? images[0];
  if (image === undefined) throw new Error(`No such image: ${reference}`);
  const config = {
    architecture: 'amd64',
    os: 'linux',
    created: image.created,
    config: { Env: ['PATH=/bin'], Cmd: ['/bin/sh'], WorkingDir: '/' },
    rootfs: { type: 'layers', diff_ids: [layerDigest] },
    history: [{ created: image.created, created_by: 'ADD rootfs.tar / # buildkit' }],
  };
  return { ...image, config: JSON.stringify(config) };
}

export const fileComparison: FileComparison = {
  files: [
    { path: '/app', first: 0, second: 0, directory: true, differs: ['mode'] },
    { path: '/app/greet', first: 77, second: 91, directory: false, differs: ['content'] },
    { path: '/app/parts.txt', first: 24, directory: false, differs: [] },
    { path: '/etc/motd', first: 12, second: 12, directory: false, differs: ['time'] },
    { path: '/usr/bin/gcc', first: 1_204_000, directory: false, differs: [] },
    { path: '/usr/local/bin/greet', second: 91, directory: false, differs: [] },
  ],
  left: 0,
  onlyFirst: { files: 2, bytes: 1_204_024 },
  onlySecond: { files: 1, bytes: 91 },
  changed: { files: 1, bytes: 91 },
  timesOnly: 1,
  same: 431,
};
