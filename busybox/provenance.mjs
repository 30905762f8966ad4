// Reads and writes busybox/provenance.json: which source, tools and inputs public/busybox.* was made from.
// usage: node busybox/provenance.mjs files SECTION    name and SHA-256 of every file of `source` or `headers`
//        node busybox/provenance.mjs tools            name and version of every pinned Debian package
//        node busybox/provenance.mjs get KEY...       one value
//        node busybox/provenance.mjs unchanged        exit code 0 if the inputs are those of the committed module
//        node busybox/provenance.mjs record FOLDER    write down the inputs and the outputs in FOLDER
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const room = fileURLToPath(new URL('.', import.meta.url));
const project = join(room, '..');
const recordPath = join(room, 'provenance.json');
const outputNames = ['busybox.links', 'busybox.wasm'];
/** Files of this folder that no byte of the module depends on. */
const asides = new Set(['LICENSE', 'README.md', 'check.sh', 'provenance.json', 'tests.sh']);

const record = JSON.parse(readFileSync(recordPath, 'utf8'));
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** One SHA-256 over names and contents of everything that decides the module's bytes, with the pins. */
function inputsDigest() {
  const paths = filesBelow(room).filter((path) => !asides.has(relative(room, path)));
  paths.push(join(project, 'src/sandbox/imports.json'));
  const lines = paths.map((path) => `${sha256(readFileSync(path))}  ${relative(project, path)}`).sort();
  const { source, headers, tools } = record;
  return sha256(`${lines.join('\n')}\n${JSON.stringify({ source, headers, tools })}\n`);
}

function outputs(folder) {
  return Object.fromEntries(
    outputNames.map((name) => {
      const bytes = readFileSync(join(folder, name));
      return [name, { bytes: bytes.length, sha256: sha256(bytes) }];
    }),
  );
}

const printPairs = (pairs) => {
  for (const [key, value] of Object.entries(pairs)) console.log(`${key} ${value}`);
};

const [command, ...rest] = process.argv.slice(2);
switch (command) {
  case 'files':
    printPairs(record[rest[0]].files);
    break;
  case 'tools':
    printPairs(record.tools);
    break;
  case 'get':
    console.log(rest.reduce((value, key) => value[key], record));
    break;
  case 'unchanged': {
    const committed = outputs(join(project, 'public'));
    const same = JSON.stringify(committed) === JSON.stringify(record.outputs);
    process.exit(record.inputs === inputsDigest() && same ? 0 : 1);
    break;
  }
  case 'record':
    record.inputs = inputsDigest();
    record.outputs = outputs(rest[0]);
    writeFileSync(recordPath, `${JSON.stringify(record, null, 2)}\n`);
    break;
  default:
    console.error(`provenance.mjs: no command "${command}"; its first lines list the commands.`);
    process.exit(2);
}
