/**
 * Which repositories of a registry have a blob, as far as it is known here: those it was pushed to. A blob can be mounted
 * from there in place of being sent again.
 */
import type { Digest } from '../image/digest.ts';
import type { Records } from './pulled-records.ts';

/** So many repositories are remembered of a blob; one is enough. */
const most = 4;

export class BlobSources {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  /** A repository that has the blob, other than the one it is wanted in. */
  async of(domain: string, digest: Digest, wantedIn: string): Promise<string | undefined> {
    return (await this.#paths(domain, digest)).find((path) => path !== wantedIn);
  }

  async add(domain: string, digest: Digest, path: string): Promise<void> {
    const known = await this.#paths(domain, digest);
    if (known.includes(path)) return;
    const paths = [path, ...known].slice(0, most);
    await this.#records.put(keyOf(domain, digest), { version: 1, paths });
  }

  async #paths(domain: string, digest: Digest): Promise<readonly string[]> {
    const record = await this.#records.get(keyOf(domain, digest));
    if (typeof record !== 'object' || record === null || !('version' in record) || record.version !== 1)
      return [];
    const paths = 'paths' in record && Array.isArray(record.paths) ? record.paths : [];
    return paths.filter((path) => typeof path === 'string');
  }
}

function keyOf(domain: string, digest: Digest): string {
  return `source ${domain} ${digest}`;
}
