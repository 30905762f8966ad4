/** The images that were built, by id, in a folder of records: which names they have, and which layers. */
import type { ImageShelf, ShelvedImage } from '../registry/named-images.ts';
import type { RecordFolder } from './record-folder.ts';

export class ImageFolder implements ImageShelf {
  readonly #records: RecordFolder<ShelvedImage>;

  constructor(records: RecordFolder<ShelvedImage>) {
    this.#records = records;
  }

  async keep(image: ShelvedImage): Promise<void> {
    const known = await this.list();
    const before = known.find(({ id }) => id === image.id);
    // Without a name nobody could ask for it.
    if (before === undefined && image.names.length === 0) return;
    await this.#records.put(image.id, {
      ...image,
      names: [...new Set([...(before?.names ?? []), ...image.names])],
    });
    for (const other of known) {
      if (other.id === image.id) continue;
      const names = other.names.filter((name) => !image.names.includes(name));
      if (names.length === other.names.length) continue;
      // One without a name can't be asked for any more; its layers are in the build cache.
      if (names.length === 0) await this.#records.delete(other.id);
      else await this.#records.put(other.id, { ...other, names });
    }
  }

  async list(): Promise<readonly ShelvedImage[]> {
    return (await this.#records.list()).map(({ record }) => record);
  }
}
