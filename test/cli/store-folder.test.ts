import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BlobFolder } from '../../src/cli/blob-folder.ts';
import { RecordFolder } from '../../src/cli/record-folder.ts';
import { defaultStoreFolder } from '../../src/cli/store-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('blobs in a folder', () => {
  it('are found again by another program', async () => {
    const folder = temporaryFolder();
    const { digest } = await new BlobFolder(folder).put(bytes('layer'));
    const other = new BlobFolder(folder);
    expect(await other.get(digest)).toEqual(bytes('layer'));
    expect(await other.list()).toEqual([{ digest, size: 5 }]);
  });

  it('are absent once they were damaged, and can be put again', async () => {
    const folder = temporaryFolder();
    const { digest } = await new BlobFolder(folder).put(bytes('layer'));
    const path = join(folder, 'blobs/sha256', digest.slice(7));
    writeFileSync(path, 'lay');
    const other = new BlobFolder(folder);
    expect(await other.has(digest)).toBe(false);
    expect(await other.get(digest)).toBeUndefined();
    await other.put(bytes('layer'));
    expect(await new BlobFolder(folder).get(digest)).toEqual(bytes('layer'));
  });

  it('that are not what was announced leave nothing behind', async () => {
    const folder = temporaryFolder();
    const store = new BlobFolder(folder);
    await expect(store.put(bytes('x'), { size: 2 })).rejects.toMatchObject({ code: 'size-mismatch' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('records in a folder', () => {
  it('come back as they were, whatever their key', async () => {
    const folder = temporaryFolder();
    const record = { when: 5n, files: new Map([['a', bytes('b')]]) };
    await new RecordFolder(folder, 'build').put('../../a\0b', record);
    expect(await new RecordFolder(folder, 'build').get('../../a\0b')).toEqual(record);
    expect(await new RecordFolder(folder, 'build').get('other')).toBeUndefined();
  });

  it('are absent once they were damaged', async () => {
    const folder = temporaryFolder();
    const records = new RecordFolder<number>(folder, 'build');
    await records.put('key', 1);
    const [name = ''] = readdirSync(join(folder, 'records/build'));
    writeFileSync(join(folder, 'records/build', name), new Uint8Array(80));
    expect(await records.get('key')).toBeUndefined();
    expect(await records.list()).toEqual([]);
  });
});

describe('the default folder', () => {
  it('is where the XDG specification has caches', () => {
    expect(defaultStoreFolder({ XDG_CACHE_HOME: '/c', HOME: '/h' })).toBe('/c/drydock');
    expect(defaultStoreFolder({ XDG_CACHE_HOME: 'relative', HOME: '/h' })).toBe('/h/.cache/drydock');
    expect(defaultStoreFolder({ HOME: '/h' })).toBe('/h/.cache/drydock');
  });
});
