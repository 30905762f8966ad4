/**
 * Sources of ADD that are somewhere else: which they are, what a download is called, and the download itself as a
 * file to be copied. BuildKit's `dispatchCopy` (frontend/dockerfile/dockerfile2llb) and `source/http`.
 */
import type { SourceRange } from '../dockerfile/source.ts';
import { type ByteString, fromBytes, fromText } from '../filesystem/byte-string.ts';
import type { FileNode } from '../filesystem/tree.ts';
import type { Digester } from '../image/digest.ts';
import type { SelectedSource } from './copy/selection.ts';
import { DownloadError, type DownloadOptions, type FetchUrl } from './download.ts';
import type { TransferOperation } from './operation.ts';
import { BuildFailure } from './problems.ts';
import { placeOf } from './source-place.ts';

const digestPattern = /^sha256:[0-9a-f]{64}$/;
const algorithms = new Set(['sha256', 'sha384', 'sha512']);

/**
 * What can be said about the sources without asking anybody.
 * @throws {BuildFailure} in Docker's words.
 */
export function checkRemoteSources({
  keyword,
  sources,
  checksum,
}: Pick<TransferOperation, 'keyword' | 'sources' | 'checksum'>): void {
  if (checksum !== undefined) checkChecksum(checksum, sources);
  const remote = sources.find(({ path }) => placeOf(path) !== 'local');
  if (remote === undefined || keyword === 'ADD') return;
  const what = placeOf(remote.path) === 'git' ? 'git ref' : 'URL';
  throw new BuildFailure(
    'copy-from-url',
    `source can't be a ${what} for COPY`,
    'COPY takes files of the build context, of stages and of images. Write ADD, which downloads.',
    remote.range,
  );
}

function checkChecksum(checksum: string, sources: TransferOperation['sources']): void {
  const refuse = (sentence: string, explanation: string): BuildFailure =>
    new BuildFailure('add-checksum', sentence, explanation, sources[0]?.range);
  const [algorithm = '', hex] = checksum.split(':');
  const form = 'It is sha256: and 64 hexadecimal digits, as sha256sum prints them.';
  if (hex === undefined) throw refuse('invalid checksum digest format', form);
  if (!algorithms.has(algorithm)) throw refuse('unsupported digest algorithm', form);
  if (algorithm !== 'sha256') {
    throw refuse('unsupported digest algorithm', `Only sha256 is computed here. ${form}`);
  }
  if (hex.length !== 64) throw refuse('invalid checksum digest length', form);
  if (!digestPattern.test(checksum)) throw refuse('invalid checksum digest format', form);
  if (sources.length !== 1) {
    throw refuse(
      "checksum can't be specified for multiple sources",
      'Write one ADD for each download, with the checksum of that one.',
    );
  }
  const [source] = sources;
  if (source !== undefined && placeOf(source.path) === 'local') {
    throw refuse(
      'checksum requires HTTP(S) or Git sources',
      '--checksum checks downloads. Take it away for files of the build context.',
    );
  }
}

export interface DownloadSurroundings {
  readonly fetchUrl: FetchUrl | undefined;
  readonly digester: Digester;
  readonly options: DownloadOptions;
}

/**
 * The downloads of an ADD, by the index of their source.
 * @throws {BuildFailure} when one can't be had, or is not what `--checksum` says.
 */
export async function downloadSources(
  { sources, checksum }: Pick<TransferOperation, 'sources' | 'checksum'>,
  around: DownloadSurroundings,
): Promise<ReadonlyMap<number, SelectedSource>> {
  const found = new Map<number, SelectedSource>();
  for (const [index, { path, range }] of sources.entries()) {
    const place = placeOf(path);
    if (place === 'git') throw noGit(path, range);
    if (place === 'local') continue;
    const node = await download(path, range, checksum, around);
    const name = downloadName(path);
    found.set(index, {
      source: index,
      path: `/${name}`,
      name,
      node,
      carried: new Set(),
      timeless: false,
      downloaded: true,
    });
  }
  return found;
}

async function download(
  url: string,
  range: SourceRange,
  checksum: string | undefined,
  { fetchUrl, digester, options }: DownloadSurroundings,
): Promise<FileNode> {
  if (fetchUrl === undefined) {
    throw new BuildFailure(
      'add-download',
      `failed to load cache key: Get "${url}": no network`,
      'This build may not download anything. Put the file into the build context, and COPY it.',
      range,
    );
  }
  // With a checksum BuildKit looks at the bytes alone, and not at the status they came with.
  const takeRefusals = checksum !== undefined;
  const download = await fetchUrl(url, { ...options, takeRefusals }).catch((error: unknown) => {
    throw error instanceof DownloadError ? notHad(error, url, range) : error;
  });
  const { bytes, lastModified, refusal } = download;
  const digest = digester.digest(bytes);
  if (checksum !== undefined && checksum !== digest) {
    throw new BuildFailure(
      'add-checksum-mismatch',
      `digest mismatch ${digest}: ${checksum}`,
      refusal === undefined
        ? 'The file that came is not the one of --checksum: it was changed there, or the checksum is of another ' +
            `version. Look at the file first; if it is right, write --checksum=${digest}.`
        : `${hostOf(url)} has no such file for us: it answered with status ${refusal}, and the checksum that was ` +
            'computed is of what it said. Open the address in a browser to see that.',
      range,
    );
  }
  const mtime = BigInt(lastModified ?? 0) * 1_000_000_000n;
  return { type: 'file', mode: 0o600, uid: 0, gid: 0, mtime, content: bytes, links: 1 };
}

function notHad(
  { code, message, explanation }: DownloadError,
  url: string,
  range: SourceRange,
): BuildFailure {
  const advice =
    explanation ??
    (code === 'refused'
      ? `${hostOf(url)} was asked and has no such file for us. Open the address in a browser to see what it says.`
      : `${hostOf(url)} did not answer. Look whether the address is right and whether there is a network. A web ` +
        'page may only download from servers that allow it (CORS): else download the file yourself, put it into ' +
        'the build context and COPY it.');
  return new BuildFailure('add-download', `failed to load cache key: ${message}`, advice, range);
}

function hostOf(url: string): string {
  return /^https?:\/\/([^/?#]*)/.exec(url)?.[1] || url;
}

function noGit(source: string, range: SourceRange): BuildFailure {
  return new BuildFailure(
    'add-git',
    `failed to load cache key: ${source}: git is not here`,
    "ADD of a repository needs git, which doesn't run here. Take an archive of it, e.g. ADD --unpack " +
      'https://host/owner/name/archive/main.tar.gz /src, or put a clone into the build context.',
    range,
  );
}

/** The last name of the address's path: what a server would call the file is not asked. */
export function downloadName(url: string): ByteString {
  const rest = url.replace(/^https?:\/\/[^/?#]*/, '');
  const [path = ''] = rest.split(/[?#]/);
  const decoded = decodePercent(path);
  const name = decoded?.replace(/\/+$/, '').split('/').at(-1) ?? '';
  if (name === '' || name === '.') return '__unnamed__';
  return name === '..' ? 'download' : name;
}

/** Undefined when there is a "%" without two hexadecimal digits. */
function decodePercent(path: string): ByteString | undefined {
  if (/%(?![0-9a-fA-F]{2})/.test(path)) return undefined;
  return fromText(path).replace(/%(..)/g, (_, hex: string) =>
    fromBytes(Uint8Array.of(Number.parseInt(hex, 16))),
  );
}
