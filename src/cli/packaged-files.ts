/** Files that come with Drydock, read from its `public/` folder: bundled images, and the busybox
 * module that the sandbox runs. */
import { readFile } from 'node:fs/promises';
import { Sandbox } from '../sandbox/sandbox.ts';

const folder = new URL('../../public/', import.meta.url);

/** `path` is like `images/catalog.json`. */
export async function readPackagedFile(path: string): Promise<Uint8Array> {
  const bytes = await readFile(new URL(path, folder));
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The sandbox with the busybox module; compiles it, some 100 ms. */
export async function makeSandbox(): Promise<Sandbox> {
  const [bytes, links] = await Promise.all([
    readPackagedFile('busybox.wasm'),
    readPackagedFile('busybox.links'),
  ]);
  const module = await WebAssembly.compile(new Uint8Array(bytes));
  const applets = new TextDecoder().decode(links).split('\n').filter(Boolean);
  return new Sandbox({ busybox: { module, bytes }, applets });
}
