/** An image as the engine describes it, written down, to go with a recorded build. */
import type { Engine, FilesystemEntry, InspectionCalls } from '../../src/worker/protocol.ts';

const versions: readonly string[] = [
  '#!/bin/sh\n# from 10-name.sh\nname="$1"\necho "Hello, $name."\n',
  '#!/bin/sh\n# from 10-name.sh\nname="$1"\n# from 20-greet.sh\necho "Ahoy, $name!"\n',
];

export const recordedContents: Readonly<Record<string, string>> = {
  '/app/greet': versions[1] ?? '',
  '/app/parts.txt': '10-name.sh\n20-greet.sh\n',
};

const entry = (
  path: string,
  type: FilesystemEntry['type'],
  change: NonNullable<FilesystemEntry['change']>,
  mode: number,
  size: number,
): FilesystemEntry => ({ path, type, change, mode, uid: 0, gid: 0, size, mtime: 1_700_000_000 });

export const recordedLayer: readonly FilesystemEntry[] = [
  entry('/app', 'directory', 'changed', 0o755, 0),
  entry('/app/greet', 'file', 'changed', 0o755, 77),
  entry('/app/parts.txt', 'file', 'added', 0o644, 24),
  entry('/app/src', 'directory', 'unchanged', 0o755, 0),
  entry('/app/src/old.sh', 'file', 'deleted', 0o644, 1204),
  entry('/etc', 'directory', 'unchanged', 0o755, 0),
  { ...entry('/etc/localtime', 'symlink', 'added', 0o777, 0), link: '/usr/share/zoneinfo/UTC' },
];

/** 50,000 files in 500 directories, as a `node_modules` has them. */
export const hugeLayer: readonly FilesystemEntry[] = [
  entry('/app', 'directory', 'unchanged', 0o755, 0),
  entry('/app/node_modules', 'directory', 'added', 0o755, 0),
  ...Array.from({ length: 500 }, (_, at) => {
    const directory = `/app/node_modules/package-${String(at).padStart(3, '0')}`;
    return [
      entry(directory, 'directory', 'added', 0o755, 0),
      ...Array.from({ length: 100 }, (__, file) =>
        entry(
          `${directory}/file-${String(file).padStart(2, '0')}.js`,
          'file',
          'added',
          0o644,
          ((at * 7919 + file * 104_729) % 40_000) + 1,
        ),
      ),
    ];
  }).flat(),
];

const config = {
  architecture: 'amd64',
  config: {
    Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    Cmd: ['greet'],
    WorkingDir: '/app',
    ExposedPorts: { '8080/tcp': {} },
  },
  created: '2026-11-23T20:15:00Z',
  history: [
    { created: '2026-11-01T08:00:00Z', created_by: '/bin/sh -c #(nop) ADD file:1 in /' },
    { created: '2026-11-23T20:15:00Z', created_by: 'WORKDIR /app', comment: 'buildkit.dockerfile.v0' },
    {
      created: '2026-11-23T20:15:00Z',
      created_by: 'COPY /app/greet /usr/local/bin/greet # buildkit',
      comment: 'buildkit.dockerfile.v0',
    },
    {
      created: '2026-11-23T20:15:00Z',
      created_by: 'CMD ["greet"]',
      comment: 'buildkit.dockerfile.v0',
      empty_layer: true,
    },
  ],
  os: 'linux',
  rootfs: { type: 'layers', diff_ids: ['1', '2', '3'].map((digit) => `sha256:${digit.repeat(64)}`) },
};
const sizes = [1_283_072, 1536, 4608] as const;

const manifest = {
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: `sha256:8f3c2d1a90b4${'2'.repeat(52)}`,
    size: JSON.stringify(config).length,
  },
  layers: config.rootfs.diff_ids.map((digest, at) => ({
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    digest,
    size: sizes[at],
  })),
};

const calls: InspectionCalls = {
  inspectImage: async () => ({
    id: `sha256:8f3c2d1a90b4${'2'.repeat(52)}`,
    manifestDigest: `sha256:${'1'.repeat(64)}`,
    names: ['greet:latest'],
    config: JSON.stringify(config),
    manifest: JSON.stringify(manifest, null, 2),
    layers: config.rootfs.diff_ids.map((diffId, at) => ({
      diffId,
      size: sizes[at] ?? 0,
      createdBy: config.history[at]?.created_by ?? '',
      created: config.history[at]?.created ?? '',
      step: `0/${at}`,
      origin: at === 0 ? 'base' : 'built',
    })),
    history: config.history.map(({ created, created_by: createdBy, empty_layer: empty }, at) => ({
      createdBy,
      created,
      ...(empty ? {} : { layer: at }),
    })),
  }),
  auditImage: async () => ({
    layers: [
      { dockerSize: 1_280_000, added: 412, changed: 0, deleted: 0 },
      { dockerSize: 0, added: 1, changed: 0, deleted: 0 },
      { dockerSize: 101, added: 2, changed: 2, deleted: 1 },
    ],
    waste: {
      files: [
        { path: '/app/src/old.sh', size: 1204, layer: 0, hiddenBy: 2, how: 'deleted' },
        { path: '/app/greet', size: 58, layer: 0, hiddenBy: 2, how: 'replaced' },
      ],
      count: 2,
      bytes: 1262,
      score: 0.9987,
      diveBytes: 1339,
      totalBytes: 1_280_101,
    },
  }),
  layerFiles: async (_image, layer) => (layer === 0 ? hugeLayer : recordedLayer),
  layerFile: async (_image, layer, path) => {
    const text = path === '/app/greet' ? versions[layer === 0 ? 0 : 1] : recordedContents[path];
    const content = new TextEncoder().encode(text ?? '');
    return { content, size: content.length };
  },
  pathVersions: async (_image, path) => {
    const found = recordedLayer.find((each) => each.path === path);
    if (found === undefined) return [];
    const first = { layer: 0, what: 'added', entry: found } as const;
    if (found.change === 'deleted') return [first, { layer: 2, what: 'deleted' }];
    return found.change === 'changed'
      ? [first, { layer: 2, what: 'content', entry: found }]
      : [{ layer: 2, what: 'added', entry: found }];
  },
};

export const recordedImage: Pick<Engine, keyof InspectionCalls> = calls;
