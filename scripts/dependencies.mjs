// Installs the npm dependencies of a fresh clone, so that `npm start` and `npm test` need nothing before them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a command with its output shown; ends this process with the command's code when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) {
    console.error(`${command} could not be started: ${result.error.message}`);
    process.exit(1);
  }
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Path of a program that an npm package brings. */
export const program = (name) => join(root, 'node_modules', '.bin', name);

/** Makes sure that `node_modules` is there and says what it does. */
export function installDependencies() {
  if (existsSync(join(root, 'node_modules', 'vite'))) return;
  console.error('Installing dependencies (once) …');
  // Standard output belongs to the program that is about to run: it may be an archive.
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['inherit', 2, 2] });
}
