/**
 * Downloads one blob as a stream: verified by size and digest, and taken up where it broke (ranged requests,
 * distribution specification, "Pulling blobs"). What was yielded is never fetched again.
 */
import { startDigest } from '../../image/digest.ts';
import type { Descriptor } from '../../image/manifest.ts';
import { ConnectionError } from './exchange.ts';
import type { Answer, RegistryClient, Repository } from './registry-client.ts';
import { RegistryError } from './registry-error.ts';
import { backoff, pause } from './retry.ts';
import type { Way } from './ways.ts';

export interface BlobDownload {
  readonly repository: Repository;
  readonly blob: Pick<Descriptor, 'digest' | 'size'>;
  /** As errors call it. */
  readonly subject: string;
  readonly signal?: AbortSignal | undefined;
  /** Told of every piece: its bytes, and which way they came. */
  readonly onBytes?: (bytes: number, way: Way) => void;
}

/** A connection that brings less than this before it breaks counts as one that brought nothing. */
const leastProgress = 64 * 1024;

/**
 * The blob's bytes. Only when the stream has ended well are they what the digest names.
 * @throws {RegistryError} `digest-mismatch`, `size-mismatch`, or why it could not be had; the signal's reason.
 */
export async function* downloadBlob(
  client: RegistryClient,
  download: BlobDownload,
): AsyncGenerator<Uint8Array> {
  const { blob, signal, onBytes } = download;
  const { attempts, firstDelay, longestDelay } = client.limits;
  const digest = await startDigest();
  let failures = 0;
  let ranged = true;
  while (digest.size < blob.size || blob.size === 0) {
    const begun = digest.size;
    try {
      const { exchange, way } = await requestFrom(client, download, ranged ? begun : 0);
      let skip = exchange.response.status === 206 ? 0 : begun;
      let received = 0;
      for await (const piece of exchange.body()) {
        received += piece.length;
        onBytes?.(piece.length, way);
        const fresh = piece.subarray(skip);
        skip -= piece.length - fresh.length;
        if (digest.size + fresh.length > blob.size) throw wrongSize(download, 'more than');
        digest.update(fresh);
        if (fresh.length > 0) yield fresh;
      }
      if (digest.size === blob.size) break;
      // All that was announced is here, so there is no more of it.
      if (Number(exchange.response.headers.get('content-length') ?? -1) === received) {
        throw wrongSize(download, 'less than');
      }
      throw new ConnectionError(`ended after ${digest.size} of ${blob.size} bytes`);
    } catch (error) {
      // Browsers may refuse ranges that the registry's CORS headers don't name.
      const isRefusedRange =
        ranged && begun > 0 && error instanceof RegistryError && error.code === 'unreachable';
      if (isRefusedRange) ranged = false;
      else if (!(error instanceof ConnectionError)) throw error;
      failures = digest.size - begun >= leastProgress ? 1 : failures + 1;
      if (failures >= attempts) throw brokenOff(download, digest.size, error);
      await pause(backoff(failures, firstDelay, longestDelay), signal);
    }
  }
  const found = digest.finish();
  if (found !== blob.digest) {
    throw new RegistryError(
      'digest-mismatch',
      `${download.subject}: failed commit on ref "${blob.digest}": unexpected commit digest ${found}, expected ` +
        `${blob.digest}: failed precondition`,
      'The bytes were damaged on the way, or the registry keeps something else under this digest. Nothing of it was ' +
        'kept. Try again; if it stays, something between here and the registry changes what it sends.',
    );
  }
}

async function requestFrom(
  client: RegistryClient,
  { repository, blob, subject, signal }: BlobDownload,
  start: number,
): Promise<Answer> {
  const answer = await client.request({
    repository,
    path: `blobs/${blob.digest}`,
    subject: `${subject} (${blob.digest})`,
    signal,
    headers: start === 0 ? {} : { Range: `bytes=${start}-` },
  });
  const { status, headers } = answer.exchange.response;
  // Hidden from a browser where the registry doesn't expose it; the digest is what counts.
  const range = headers.get('content-range');
  if (status !== 206 || range === null || range.startsWith(`bytes ${start}-`)) return answer;
  answer.exchange.end();
  throw new RegistryError(
    'server-error',
    `${subject}: ${blob.digest} was sent from another place than asked for (${range.slice(0, 60)})`,
    'The registry does not take up broken downloads as it should. Try again.',
  );
}

function wrongSize({ subject, blob }: BlobDownload, how: string): RegistryError {
  return new RegistryError(
    'size-mismatch',
    `${subject}: ${blob.digest} has ${how} the ${blob.size} bytes that its manifest says`,
    'The manifest and the blob do not belong together. The image must be pushed again.',
  );
}

function brokenOff({ subject, blob }: BlobDownload, received: number, error: unknown): RegistryError {
  const said = error instanceof Error ? error.message : String(error);
  return new RegistryError(
    'unreachable',
    `${subject}: failed to copy: ${blob.digest}: unexpected EOF (${said})`,
    `The connection broke again and again, the last time after ${received} of ${blob.size} bytes. Look at the ` +
      'network, then try again: layers that are already here are kept.',
    { cause: error },
  );
}
