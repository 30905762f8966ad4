/** Files that come with the page: the busybox module and the bundled images. Each is fetched once and kept. */
import type { FetchFile } from '../registry/bundled.ts';

export interface PageFiles {
  readonly fetchFile: FetchFile;
  readonly busybox: () => Promise<Busybox>;
}

/** The sandbox's module, and the bytes it was compiled from. */
export interface Busybox {
  readonly bytes: Uint8Array;
  readonly module: WebAssembly.Module;
}

const modulePath = 'busybox.wasm';

/**
 * Files below an absolute address. The module is compiled while it comes in, and its bytes are kept for the
 * images that have it in them; a server that sends it with another type than `application/wasm` costs that gain
 * and nothing else.
 */
export function pageFiles(base: string): PageFiles {
  let busybox: Promise<Busybox> | undefined;
  const load = () => {
    busybox ??= loadModule(new URL(modulePath, base)).catch((error) => {
      busybox = undefined;
      throw error;
    });
    return busybox;
  };
  return {
    fetchFile: async (path) =>
      path === modulePath ? (await load()).bytes : bytesOf(await fetched(new URL(path, base))),
    busybox: load,
  };
}

async function loadModule(address: URL): Promise<Busybox> {
  const response = await fetched(address);
  const copy = response.clone();
  const [bytes, compiled] = await Promise.all([
    bytesOf(copy),
    WebAssembly.compileStreaming(response).catch(() => undefined),
  ]);
  return { bytes, module: compiled ?? (await WebAssembly.compile(bytes)) };
}

async function fetched(address: URL): Promise<Response> {
  const response = await fetch(address).catch((error: unknown) => {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`${address.href} could not be reached (${said})`);
  });
  if (!response.ok)
    throw new Error(`${address.href} answered ${response.status} ${response.statusText}`.trim());
  return response;
}

async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await response.arrayBuffer());
}
