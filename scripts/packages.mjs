// Programs from outside npm that tests need: finds them, and installs Debian's when they are missing and we may.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Installs packages through apt when we are root and apt is there; true when apt says they are in place. */
export function installPackages(packages) {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false;
  console.log(`Installing ${packages.join(', ')} through apt …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (args) =>
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  return apt(install) || (apt(['update', '-qq']) && apt(install));
}

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of a Chromium, from the variable CHROMIUM or the usual places; undefined when there is none. */
function findChromium() {
  const wanted = process.env.CHROMIUM;
  if (wanted !== undefined) return existsSync(wanted) ? wanted : undefined;
  return candidates.find((path) => existsSync(path));
}

/** A Chromium's path, installed if need be; otherwise ends this process with what to do. */
export function requireChromium() {
  const found = findChromium() ?? (installPackages(['chromium']) ? findChromium() : undefined);
  if (found !== undefined) return found;
  console.error(
    'The browser tests need Chromium, and none was found.\n' +
      'Install it (Debian: `apt-get install chromium`) or name one: CHROMIUM=/path/to/chromium npm test',
  );
  process.exit(1);
}

/** A Firefox's path, installed if need be; undefined where there is none, and its test is left out. */
export function offerFirefox() {
  const wanted = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
  if (!existsSync(wanted)) installPackages(['firefox-esr']);
  return existsSync(wanted) ? wanted : undefined;
}

/** What the tests against a real registry run; they are left out, and say so, where it can't be had. */
export function offerRegistry() {
  const packages = ['docker-registry', 'skopeo', 'openssl', 'zstd'];
  const missing = packages.filter((name) => !existsSync(`/usr/bin/${name}`));
  if (missing.length > 0) installPackages(missing);
}
