// Rewrites a linked module so that it can be suspended inside a call to the kernel (binaryen's asyncify).
// Which calls may suspend stands in src/sandbox/imports.json, which the kernel reads too; the functions that are left
// alone stand in never-blocks.txt. Fails when the module and these two lists do not fit together.
// usage: node busybox/asyncify.mjs [--program] [--asserts] LINKED.wasm RESULT.wasm
//        --program   a module other than busybox: it need not import everything, and nothing is left alone
//        --asserts   for finding a wrong name in never-blocks.txt: a trap when such a function is suspended
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  options: { program: { type: 'boolean' }, asserts: { type: 'boolean' } },
  allowPositionals: true,
});
const [linkedPath, resultPath] = positionals;

const table = JSON.parse(readFileSync(new URL('../src/sandbox/imports.json', import.meta.url), 'utf8'));
const neverBlocks = options.program ? [] : readList(new URL('never-blocks.txt', import.meta.url));

const features = [
  '--enable-bulk-memory',
  '--enable-sign-ext',
  '--enable-mutable-globals',
  '--enable-nontrapping-float-to-int',
];
const text = execFileSync('wasm-dis', [...features, linkedPath], { maxBuffer: 1 << 28, encoding: 'latin1' });
const problems = [
  ...differences(table, importedFunctions(text)),
  ...unknownNames(neverBlocks, functionNames(text)),
];
if (problems.length > 0) {
  console.error(`The linked module does not fit its lists:\n  ${problems.join('\n  ')}`);
  process.exit(1);
}

const blocking = table.filter((row) => row.blocks).map((row) => `${row.module}.${row.name}`);
execFileSync('wasm-opt', [
  ...features,
  '--asyncify',
  `--pass-arg=asyncify-imports@${blocking.join(',')}`,
  ...(neverBlocks.length > 0 ? [`--pass-arg=asyncify-removelist@${neverBlocks.join(',')}`] : []),
  ...(options.asserts ? ['--pass-arg=asyncify-asserts'] : []),
  '-O2',
  linkedPath,
  '-o',
  resultPath,
]);

/** The lines that are not empty and not comments. */
function readList(url) {
  return readFileSync(url, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** `module.name(i32,i64)i32` of every imported function in the module's text form. */
function importedFunctions(wat) {
  const pattern = /^ \(import "(\w+)" "(\w+)" \(func \S+(?: \(param ([^)]*)\))?(?: \(result ([^)]*)\))?/gm;
  return new Set(
    [...wat.matchAll(pattern)].map(([, module, name, params = '', results = '']) =>
      signature({ module, name, params: params.split(' '), results: results.split(' ') }),
    ),
  );
}

function signature({ module, name, params, results }) {
  return `${module}.${name}(${params.join(',')})${results.join(',')}`;
}

function functionNames(wat) {
  return [...wat.matchAll(/^ \(func \$(\S+)/gm)].map((match) => match[1]);
}

function differences(rows, imported) {
  const listed = new Set(rows.map(signature));
  return [
    ...[...imported]
      .filter((one) => !listed.has(one))
      .map((one) => `not in src/sandbox/imports.json: ${one}`),
    ...[...listed]
      .filter((one) => !options.program && !imported.has(one))
      .map((one) => `not imported by the module: ${one}`),
  ];
}

function unknownNames(patterns, names) {
  return patterns
    .filter((pattern) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
      return !names.some((name) => expression.test(name));
    })
    .map((pattern) => `in never-blocks.txt and not in the module: ${pattern}`);
}
