/** The builds that are remembered: the newest ones, each a record of its own. */
import type { RecordCollection } from '../store/store.ts';
import type { BuildRecording, PastBuild } from './protocol/history.ts';

/** How many builds are kept; the oldest goes first. */
const mostBuilds = 100;

/** Another version of the page may have written records of another form. */
interface KeptRecording {
  readonly version: 1;
  readonly recording: BuildRecording;
}

export class BuildHistory {
  readonly #records: RecordCollection<unknown>;

  constructor(records: RecordCollection<unknown>) {
    this.#records = records;
  }

  async add(recording: BuildRecording): Promise<void> {
    const kept: KeptRecording = { version: 1, recording };
    await this.#records.put(recording.id, kept);
    const all = await this.#records.list();
    for (const { key } of all.slice(0, Math.max(0, all.length - mostBuilds))) await this.#records.delete(key);
  }

  /** Newest first. */
  async list(): Promise<readonly PastBuild[]> {
    const records = await this.#records.list();
    return records
      .flatMap(({ record }) => parseRecording(record) ?? [])
      .map(({ events: _, dockerfileText: __, result: ___, ...row }): PastBuild => row)
      .reverse();
  }

  async get(id: string): Promise<BuildRecording | undefined> {
    return parseRecording(await this.#records.get(id));
  }

  /** These, or all. */
  async forget(ids: readonly string[] | undefined): Promise<void> {
    const keys = ids ?? (await this.#records.list()).map(({ key }) => key);
    for (const key of keys) await this.#records.delete(key);
  }
}

/** Written by this file only; what is of another form counts as missing. */
function parseRecording(value: unknown): BuildRecording | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { version, recording } = value as Partial<KeptRecording>;
  return version === 1 && typeof recording === 'object' ? recording : undefined;
}
