/**
 * Writes public/images/ from public/busybox.wasm. With a folder as argument it writes a whole OCI layout there
 * instead, with every layer in one piece, for programs like `skopeo inspect oci:FOLDER:alpine:3.22`.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledImages } from './bundled-images.ts';
import { makeLayout } from './layout.ts';

const publicFolder = join(dirname(fileURLToPath(import.meta.url)), '../../public');
const module = new Uint8Array(readFileSync(join(publicFolder, 'busybox.wasm')));
const applets = readFileSync(join(publicFolder, 'busybox.links'), 'utf8').split('\n').filter(Boolean);
const images = bundledImages(module, applets);
const { files, assembled } = makeLayout(images, module);

const [whole] = process.argv.slice(2);
const folder = whole ?? join(publicFolder, 'images');
if (whole === undefined) rmSync(folder, { recursive: true, force: true });
let size = 0;
for (const [path, content] of [...files, ...(whole === undefined ? [] : assembled)]) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
  size += content.length;
}
console.log(`${images.length} images, ${files.size} files, ${Math.round(size / 1024)} KiB in ${folder}`);
for (const { name, missing } of images) {
  console.log(`  ${name.padEnd(24)} ${missing.length} programs of the real image are missing`);
}
