import { describe, expect, it } from 'vitest';
import type { DockerCommand } from '../../src/commands/docker-command.ts';
import { parseCommand } from '../../src/commands/docker-command.ts';
import { humanDuration, humanSize } from '../../src/commands/go-units.ts';
import type { ImageFacts } from '../../src/commands/image-facts.ts';
import { printHistory, printImages } from '../../src/commands/print-images.ts';
import { printInspect } from '../../src/commands/print-inspect.ts';
import {
  printContainers,
  printDf,
  printDu,
  printPrunedCache,
  printPrunedImages,
  printVerboseDf,
  type UsedCache,
} from '../../src/commands/print-usage.ts';
import { recorded } from './recorded.ts';

const second = 1000;
const now = Date.parse('2026-11-24T22:54:30Z');
const ago = (seconds: number) => new Date(now - seconds * second).toISOString();

function images(age: number): readonly ImageFacts[] {
  const id = (text: string) => `sha256:${text}`;
  return [
    {
      id: id('bd34c676d4485d7cebae0e03c9291bddf2efc7dd86d8f84482241198dfc627ec'),
      names: ['multi:1', 'registry.example:5000/team/multi:2'],
      created: ago(2 + age),
      size: 1_986_092,
    },
    {
      id: id('9ed37712107d5ad771405692bf696a39f9a9d6e6f570e19cdc1ecd512f9790fd'),
      names: ['builder:latest'],
      created: ago(2.2 + age),
      size: 3_249_714,
    },
    {
      id: id('4baaa7fa1b1807b487ce83149413dd2372e7109facb74346ad366ae0a8ad380e'),
      names: ['spike/base:1'],
      created: '2023-11-14T22:13:20Z',
      size: 1_986_086,
    },
    {
      id: id('98d7e493ba84ab5bc9dad779b434ad88d3c4ef26398d1fd8ae3f5c4a42352665'),
      names: [],
      created: ago(age),
      size: 6,
    },
  ];
}

function command<Name extends DockerCommand['command']>(
  line: string,
  name: Name,
): Extract<DockerCommand, { command: Name }> {
  const parsed = parseCommand(line);
  if (parsed.command !== name) throw new Error(`${line} was read as ${parsed.command}`);
  return parsed as Extract<DockerCommand, { command: Name }>;
}

describe('docker images', () => {
  it.each([
    ['docker images', 1],
    ['docker images --no-trunc --digests', 2],
    ['docker images multi', 2],
    ['docker images registry.example:5000/team/multi', 2],
    ['docker images nosuch', 1],
  ])('prints %s as Docker does', (line, age) => {
    expect(printImages(images(age), command(line, 'images'), now)).toEqual(recorded(line));
  });

  it('prints an id for each name when it is quiet', () => {
    const quiet = command('docker images -q multi*', 'images');
    expect(printImages(images(0), quiet, now)).toEqual(['bd34c676d448']);
    expect(printImages(images(0), command('docker images -q', 'images'), now)).toHaveLength(5);
  });
});

const base = [
  { createdBy: 'ADD busybox-rootfs.tar.gz / # spike', size: 1_986_086, comment: 'spike-oracle' },
  { createdBy: 'CMD ["/bin/sh"]', size: 0, comment: 'spike-oracle' },
].map((entry) => ({ ...entry, created: '2023-11-14T22:13:20Z' }));
const built = (entries: readonly (readonly [createdBy: string, size?: number])[]) =>
  entries.map(([createdBy, size = 0]) => ({
    createdBy,
    size,
    created: '2026-11-24T22:53:26.438Z',
    comment: 'buildkit.dockerfile.v0',
  }));
const multi = [
  ...base,
  ...built([
    ['LABEL a=<b>&c'],
    ['EXPOSE [80/tcp]'],
    ['COPY /src/out.txt /out.txt # buildkit', 6],
    ['CMD ["cat" "/out.txt"]'],
  ]),
];

describe('docker history', () => {
  const later = Date.parse('2026-11-24T22:53:48.9Z');
  const id = 'sha256:9709b230e5723eea0ea40aa37a912c4b4e187b6d58119d799dfab61e3b6a57fb';

  it.each(['docker history multi:1', 'docker history -H=false multi:1', 'docker history -q multi:1'])(
    'prints %s as Docker does',
    (line) => {
      expect(printHistory(id, multi, command(line, 'history'), later)).toEqual(recorded(line));
    },
  );

  it('shortens what made a layer', () => {
    const builder = [
      ...base,
      ...built([
        ['ARG WHO=you'],
        ['ENV A=b c'],
        ['WORKDIR /src'],
        ['COPY hello.txt . # buildkit', 6],
        [
          'RUN |1 WHO=you /bin/sh -c tr a-z A-Z < hello.txt > out.txt && dd if=/dev/zero # buildkit',
          1_263_622,
        ],
      ]),
    ];
    const line = 'docker history builder';
    expect(printHistory('sha256:9345f68e9f72', builder, command(line, 'history'), later)).toEqual(
      recorded(line),
    );
  });

  it('prints only the heads for an image without history', () => {
    const line = 'docker history four';
    expect(printHistory('sha256:471a', [], command(line, 'history'), later)).toEqual(recorded(line));
  });
});

describe('docker image inspect', () => {
  const env = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'];

  it('prints every field in Docker’s order', () => {
    const three = {
      id: 'sha256:0805ef2ae829923ec918e03ac72e286f3a813e940bcd83e2481508d809db1ddb',
      names: ['three:latest'],
      size: 6,
      driver: 'overlay2',
      config: {
        architecture: 'amd64',
        author: '"me <me@x>"',
        config: {
          User: 'app:staff',
          ExposedPorts: { '80/udp': {}, '443/tcp': {} },
          Env: env,
          Entrypoint: ['/x'],
          Volumes: { '/data': {}, '/b': {} },
          WorkingDir: '/',
          Labels: { z: '1', a: 'é' },
          StopSignal: 'SIGUSR1',
          Healthcheck: { Test: ['CMD', '/x', 'a&b'], Interval: 5e9, Timeout: 3e9 },
          OnBuild: ['RUN true'],
          Shell: ['/bin/sh', '-ec'],
        },
        created: '2026-11-24T22:56:13.903616311Z',
        history: [{ created_by: 'LABEL z=1 a=é', comment: 'buildkit.dockerfile.v0', empty_layer: true }],
        os: 'linux',
        rootfs: {
          type: 'layers',
          diff_ids: ['sha256:3e8ec267a453bd4bedc47650067d86c75b2b356c25396bf75905ffd6c78aacb3'],
        },
      },
    };
    expect(printInspect([three])).toEqual(recorded('docker image inspect three'));
  });

  it('leaves out what an image of nothing lacks', () => {
    const four = {
      id: 'sha256:471a1b8817eefb6569017c1a76f288e0d4e5c8476eb199485c469d0b033168bf',
      names: ['four:latest'],
      size: 0,
      driver: 'overlay2',
      config: {
        architecture: 'amd64',
        os: 'linux',
        config: { Env: env, WorkingDir: '/' },
        rootfs: { type: 'layers' },
      },
    };
    expect(printInspect([four])).toEqual(recorded('docker image inspect four'));
    expect(printInspect([])).toEqual(['[]']);
  });
});

describe('disk usage', () => {
  const cacheOf = (line: string): readonly UsedCache[] =>
    // The table says all that it was printed from, but the exact sizes.
    recorded(line)
      .slice(recorded(line).findIndex((each) => each.startsWith('CACHE ID')) + 1)
      .map((row) => {
        const [id = '', type = '', size = '', created = '', used = '', count = '', shared = ''] =
          row.split(/ {2,}/);
        const seconds = (text: string) => now - Number.parseInt(text, 10) * second;
        return {
          id,
          type,
          description: '',
          size: size === '1.26MB' ? 1_263_622 : Number.parseInt(size, 10),
          created: seconds(created),
          lastUsed: seconds(used),
          usageCount: Number(count),
          shared: shared === 'true',
          reclaimable: true,
        };
      });
  const cache = cacheOf('docker system df -v');
  const [multiImage, builder, spike, nameless] = images(3);
  const usage = {
    images: [
      { ...multiImage, names: ['multi:1'], shared: 1_986_086, containers: 0 },
      { ...builder, shared: 1_986_086, containers: 0 },
      { ...spike, shared: 1_986_086, containers: 0 },
      { ...nameless, shared: 0, containers: 0 },
    ] as Parameters<typeof printDf>[0]['images'],
    cache,
    imageBytes: 3_249_726,
    containers: 0,
    running: 0,
  };

  it('is printed as docker system df does', () => {
    expect(printDf(usage)).toEqual(recorded('docker system df'));
    expect(printVerboseDf(usage, now)).toEqual(recorded('docker system df -v'));
  });

  it('of the build cache is printed as docker buildx du does', () => {
    const line = 'docker buildx du';
    const rows = recorded(line).filter((row) => /^\w{25}/.test(row));
    const records = rows.map((row): UsedCache => {
      const [id = '', , size = '', used = ''] = row.split(/\*? {2,}/);
      return {
        id: id.replace('*', ''),
        // Mutable ones are marked; here those are what RUN --mount=type=cache keeps.
        type: row[25] === '*' ? 'exec.cachemount' : 'regular',
        description: '',
        size: size.startsWith('1.264MB') ? 1_263_622 : Number.parseInt(size, 10),
        created: now,
        lastUsed: now - Number.parseInt(used, 10) * second,
        usageCount: 1,
        shared: row[25] !== '*',
        reclaimable: true,
      };
    });
    expect(printDu(records, false, now)).toEqual(recorded(line));
    expect(printDu([], false, now)).toEqual([
      'ID        RECLAIMABLE   SIZE      LAST ACCESSED',
      'Reclaimable:\t0B',
      'Total:\t\t0B',
    ]);
  });

  it('tells what was pruned as docker builder prune does', () => {
    const line = 'docker builder prune -f';
    const gone = recorded(line)
      .slice(1, -1)
      .map((row): UsedCache => {
        const [id = '', , size = ''] = row.split(/\t+/);
        return {
          id: id.trim().replace('*', ''),
          type: id.includes('*') ? 'exec.cachemount' : 'regular',
          description: '',
          size: Number.parseInt(size, 10),
          created: now,
          lastUsed: now - second,
          usageCount: 1,
          shared: false,
          reclaimable: true,
        };
      });
    expect(printPrunedCache(gone, 42, now)).toEqual(recorded(line));
    expect(printPrunedCache([], 0, now)).toEqual(['Total:\t0B']);
  });

  it('tells which images were pruned as docker image prune does', () => {
    const [first, layer] = recorded('docker image prune -f')
      .slice(1, 3)
      .map((row) => row.replace('deleted: ', ''));
    const gone = [
      { id: first ?? '', names: [] },
      { id: layer ?? '', names: [] },
    ];
    expect(printPrunedImages(gone, 6)).toEqual(recorded('docker image prune -f'));
  });

  it('of no container is a line of heads', () => {
    expect(printContainers([], { noTrunc: false }, now)).toEqual(recorded('docker ps'));
  });

  it('of containers tells whether they run', () => {
    const container = {
      id: '0123456789abcdef',
      image: 'web',
      command: '/docker-entrypoint.sh nginx',
      created: now - 90 * second,
      ports: ['80/tcp'],
      name: 'calm_mole',
    };
    const ended = { ...container, exited: { code: 3, at: now - 5 * second } };
    expect(printContainers([container, ended], { noTrunc: false }, now).slice(1)).toEqual([
      '0123456789ab   web       "/docker-entrypoint.…"   About a minute ago   Up About a minute          80/tcp    calm_mole',
      '0123456789ab   web       "/docker-entrypoint.…"   About a minute ago   Exited (3) 5 seconds ago   80/tcp    calm_mole',
    ]);
  });
});

describe('Go’s units', () => {
  it.each([
    [0, '0B'],
    [999, '999B'],
    [1000, '1kB'],
    [1_986_086, '1.986MB'],
    [10_880, '10.88kB'],
    [999_950, '1e+03kB'],
    [3e9, '3GB'],
  ])('print %d bytes as %s', (bytes, text) => {
    expect(humanSize(bytes, bytes === 999_950 ? 3 : 4)).toBe(text);
  });

  it.each([
    [0.4, 'Less than a second'],
    [1, '1 second'],
    [59, '59 seconds'],
    [60, 'About a minute'],
    [3599, '59 minutes'],
    [3600, 'About an hour'],
    [5400, '2 hours'],
    [48 * 3600, '2 days'],
    [15 * 86400, '2 weeks'],
    [70 * 86400, '2 months'],
    [3 * 365 * 86400, '3 years'],
  ])('print %d seconds as %s', (seconds, text) => {
    expect(humanDuration(seconds * 1000)).toBe(text);
  });
});
