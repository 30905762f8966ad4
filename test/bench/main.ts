/** Runs benches by name, or all of them: each is a module of this folder that exports `run`. */
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';

interface Bench {
  run(): Promise<void>;
}

const names = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && name !== 'main.ts' && name !== 'median.ts')
  .map((name) => name.slice(0, -'.ts'.length));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. The benches are: ${names.join(', ')}.`);
  process.exit(2);
}

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`);
for (const name of wanted.length > 0 ? wanted : names) {
  console.log(`\n── ${name}`);
  const bench = (await import(`./${name}.ts`)) as Bench;
  await bench.run();
}
