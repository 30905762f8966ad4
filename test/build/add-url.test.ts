/** ADD of addresses: names, modes, times and sentences as Docker 28.5.2 gave them for the same addresses. */
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { DownloadError } from '../../src/build/download.ts';
import { downloadName } from '../../src/build/remote-source.ts';
import { placeOf } from '../../src/build/source-place.ts';
import { diff } from '../../src/filesystem/diff.ts';
import { nodeAt } from '../../src/filesystem/lookup.ts';
import { emptyTree, type TreeNode } from '../../src/filesystem/tree.ts';
import { writeLayer } from '../../src/image/layer-writer.ts';
import { newWorld, treeOf, type World } from './harness.ts';

const hello = 'sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';
const encoder = new TextEncoder();
let world: World;
let asked: string[];

beforeEach(async () => {
  world = await newWorld();
  asked = [];
  world.fetchUrl = async (url, { takeRefusals } = {}) => {
    asked.push(url);
    if (url.endsWith('/404') && takeRefusals) return { bytes: encoder.encode('hello\n'), refusal: 404 };
    if (url.endsWith('/404')) throw new DownloadError('refused', 'invalid response status 404');
    if (url.endsWith('.tar.gz')) {
      return { bytes: gzipSync(writeLayer(diff(emptyTree, treeOf({ '/sub/x': 'x' })))) };
    }
    return {
      bytes: encoder.encode('hello\n'),
      ...(url.endsWith('/dated') ? { lastModified: 1643684645 } : {}),
    };
  };
});

async function filesAfter(dockerfile: string): Promise<(path: string) => TreeNode | undefined> {
  const outcome = await world.build(dockerfile);
  if (outcome.outcome !== 'finished') throw new Error(JSON.stringify(outcome));
  const tree = await world.snapshots.load(outcome.image.layers.map(({ digest }) => digest));
  return (path) => nodeAt(tree, path);
}

async function failureOf(dockerfile: string) {
  const outcome = await world.build(dockerfile);
  if (outcome.outcome !== 'failed') throw new Error('it was built');
  return outcome.problems[0];
}

describe('ADD of an address', () => {
  it('makes a file of root that nobody else may read, with the time the server says or 1970', async () => {
    const at = await filesAfter('FROM base:1\nADD http://h/dated /a/\nADD http://h/dir/my%20file.txt /a/');
    expect(at('/a/dated')).toMatchObject({
      mode: 0o600,
      uid: 0,
      gid: 0,
      mtime: 1643684645n * 1_000_000_000n,
    });
    expect(at('/a/my file.txt')).toMatchObject({ mode: 0o600, mtime: 0n });
  });

  it('names the file by a destination without a slash at its end', async () => {
    const at = await filesAfter('FROM base:1\nWORKDIR /w\nADD http://h/dated x');
    expect(at('/w/x')?.type).toBe('file');
  });

  it('takes --chown and --chmod', async () => {
    const at = await filesAfter('FROM base:1\nADD --chown=1000:50 --chmod=644 http://h/dated /a');
    expect(at('/a')).toMatchObject({ mode: 0o644, uid: 1000, gid: 50 });
  });

  it('leaves archives as they are unless --unpack says otherwise, also next to local files', async () => {
    const at = await filesAfter(
      'FROM base:1\nADD http://h/x.tar.gz /a/\nADD --unpack http://h/x.tar.gz http://h/dated /b/',
    );
    expect(at('/a/x.tar.gz')?.type).toBe('file');
    expect(at('/b/sub/x')?.type).toBe('file');
    expect(at('/b/dated')?.type).toBe('file');
  });

  it('runs again when the content is another, not when it only has another time', async () => {
    await world.build('FROM base:1\nADD http://h/file /a');
    world.fetchUrl = async () => ({ bytes: encoder.encode('hello\n'), lastModified: 5 });
    await world.build('FROM base:1\nADD http://h/file /a');
    expect(world.outcomes['0/1']).toBe('cached');
    world.fetchUrl = async () => ({ bytes: encoder.encode('other\n') });
    await world.build('FROM base:1\nADD http://h/file /a');
    expect(world.cause('0/1')).toMatchObject({
      kind: 'files-changed',
      files: [{ path: 'file', what: 'content', before: expect.stringMatching(/^sha256:/) }],
    });
  });

  it('is not downloaded again when its checksum is known', async () => {
    const text = `FROM base:1\nADD --checksum=${hello} http://h/file /a`;
    await world.build(text);
    expect(asked).toEqual(['http://h/file']);
    await world.build(text);
    expect(asked).toEqual(['http://h/file']);
    expect(world.outcomes['0/1']).toBe('cached');
  });

  it('takes whatever has the checksum, also from an answer that says no', async () => {
    const at = await filesAfter(`FROM base:1\nADD --checksum=${hello} http://h/404 /a`);
    expect(at('/a')?.type).toBe('file');
    const other = await failureOf(`FROM base:1\nADD --checksum=sha256:${'0'.repeat(64)} http://h/404 /a`);
    expect(other).toMatchObject({
      code: 'add-checksum-mismatch',
      explanation: expect.stringContaining('it answered with status 404'),
    });
  });

  it('fails in Docker’s words', async () => {
    const zeros = `sha256:${'0'.repeat(64)}`;
    const cases: Readonly<Record<string, string>> = {
      'ADD http://h/404 /x': 'failed to load cache key: invalid response status 404',
      [`ADD --checksum=${zeros} http://h/a /x`]: `digest mismatch ${hello}: ${zeros}`,
      'ADD --checksum=sha256:00 http://h/a /x': 'invalid checksum digest length',
      'ADD --checksum=md5:00 http://h/a /x': 'unsupported digest algorithm',
      'ADD --checksum=00 http://h/a /x': 'invalid checksum digest format',
      [`ADD --checksum=${hello} http://h/a http://h/b /x/`]:
        "checksum can't be specified for multiple sources",
      [`ADD --checksum=${hello} a /x/`]: 'checksum requires HTTP(S) or Git sources',
      'COPY http://h/a /x': "source can't be a URL for COPY",
      'COPY git@h:a/b.git /x': "source can't be a git ref for COPY",
      'ADD https://h/a.git#main /x': 'failed to load cache key: https://h/a.git#main: git is not here',
    };
    for (const [line, message] of Object.entries(cases)) {
      const problem = await failureOf(`FROM base:1\n${line}`);
      expect(problem?.message, line).toBe(message);
      expect(problem?.range?.start.line, line).toBe(2);
    }
  });

  it('says so when nothing may be downloaded', async () => {
    world.fetchUrl = undefined;
    expect(await failureOf('FROM base:1\nADD http://h/a /x')).toMatchObject({
      code: 'add-download',
      message: 'failed to load cache key: Get "http://h/a": no network',
    });
  });

  it('tells how far the download is', async () => {
    world.fetchUrl = async (_, { onProgress } = {}) => {
      for (let size = 0; size < 1000; size++) onProgress?.(size, 1000);
      return { bytes: encoder.encode('hello\n') };
    };
    await world.build('FROM base:1\nADD http://h/file /a');
    const told = world.events.flatMap((event) => (event.type === 'step-progress' ? [event] : []));
    expect(told[0]).toMatchObject({ step: '0/1', label: 'downloading', total: 1000, unit: 'bytes' });
    expect(told.length).toBeLessThan(12);
  });
});

describe('a source', () => {
  it('is elsewhere by how it is written', () => {
    expect(placeOf('https://h/a')).toBe('http');
    expect(placeOf('https://h/a.git')).toBe('git');
    expect(placeOf('https://h/a.git#v1:sub')).toBe('git');
    expect(placeOf('git@h:a')).toBe('git');
    expect(placeOf('ssh://h/a')).toBe('git');
    for (const local of ['HTTP://h/a', 'ftp://h/a', 'a@b', 'a/b:c', './https://h', 'github.com/a/b.git']) {
      expect(placeOf(local), local).toBe('local');
    }
  });

  it('is named by the last part of its address', () => {
    const names = ['', '/', '/dir/', '/a/..', '/a%2Fb', '/q.txt?x=1#frag', '/*', '/%zz', '/%C3%A4'];
    expect(names.map((path) => downloadName(`http://h${path}`))).toEqual([
      '__unnamed__',
      '__unnamed__',
      'dir',
      'download',
      'b',
      'q.txt',
      '*',
      '__unnamed__',
      '\u00c3\u00a4',
    ]);
  });
});
