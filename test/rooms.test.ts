/** The house plan holds: every room imports only from the rooms it may, and the engine knows no DOM and no Node. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = resolve(import.meta.dirname, '../src');

/** Room → rooms it may import; `docs/architecture.md` says why. */
const allowed: Record<string, readonly string[]> = {
  dockerfile: [],
  filesystem: [],
  image: ['filesystem'],
  registry: ['image', 'filesystem'],
  sandbox: ['filesystem'],
  build: ['dockerfile', 'filesystem', 'image', 'registry', 'sandbox'],
  container: ['build', 'dockerfile', 'filesystem', 'image', 'registry', 'sandbox'],
  store: ['image', 'filesystem'],
  commands: ['build', 'registry'],
  worker: ['build', 'container', 'store', 'dockerfile', 'filesystem', 'image', 'registry', 'sandbox'],
  ui: ['worker', 'build', 'commands'],
  cli: [
    'build',
    'container',
    'commands',
    'store',
    'dockerfile',
    'filesystem',
    'image',
    'registry',
    'sandbox',
  ],
};
/** Rooms that run unchanged in Node and in a Worker. */
const engine = ['dockerfile', 'filesystem', 'image', 'registry', 'sandbox', 'build', 'container', 'commands'];
/** What `ui` may take from other rooms: types, and the client that starts the worker. */
const openToThePage = /^(worker\/(protocol|client)|build\/events)\.ts$/;

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
}

const importPattern =
  /^\s*(?:import|export)\s[^'"`;]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|import\(\s*'([^']+)'\s*\)/gm;

function importsOf(file: string): Import[] {
  const name = relative(source, file);
  return [...readFileSync(file, 'utf8').matchAll(importPattern)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    const target = specifier.startsWith('.')
      ? relative(source, resolve(dirname(file), specifier))
      : specifier;
    return { file: name, room: name.split('/')[0] ?? '', target };
  });
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name.includes('/'))
  .map((name) => join(source, name));
const imports = files.flatMap(importsOf);

describe('the rooms', () => {
  it('are the ones of the plan', () => {
    const rooms = new Set(files.map((file) => relative(source, file).split('/')[0] ?? ''));
    expect([...rooms].filter((room) => !(room in allowed))).toEqual([]);
  });

  it('import only downwards', () => {
    const wrong = imports.filter(({ room, target }) => {
      const other = target.split('/')[0] ?? '';
      return other in allowed && other !== room && !(allowed[room] ?? []).includes(other);
    });
    expect(wrong).toEqual([]);
  });

  it('of the engine import nothing of Node', () => {
    const wrong = imports.filter(({ room, target }) => engine.includes(room) && target.startsWith('node:'));
    expect(wrong).toEqual([]);
  });

  it('of the engine name nothing of the DOM and no IndexedDB', () => {
    const wrong = files.filter((file) => {
      if (!engine.includes(relative(source, file).split('/')[0] ?? '')) return false;
      const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return /(?<![.\w'])(document|window|indexedDB|localStorage|navigator)\s*[.([]/.test(code);
    });
    expect(wrong).toEqual([]);
  });

  it('leave the page only the worker and the events of a build', () => {
    const wrong = imports.filter(
      ({ room, target }) => room === 'ui' && /^(worker|build)\//.test(target) && !openToThePage.test(target),
    );
    expect(wrong).toEqual([]);
  });
});
