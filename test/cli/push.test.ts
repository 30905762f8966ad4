import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';
import { runCli } from '../conformance/run-cli.ts';
import { digestOf } from '../registry/small-registry.ts';
import { UploadRegistry } from '../registry/upload-registry.ts';
import { temporaryFolder } from './temporary-folder.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const Dockerfile = 'FROM scratch\nCOPY a /\n';

let registry: UploadRegistry;
let cache: string;
let folder: string;
beforeEach(async () => {
  registry = new UploadRegistry();
  await registry.start();
  cache = join(temporaryFolder(), 'cache');
  folder = temporaryFolder({ Dockerfile, a: 'content' });
});
afterEach(() => registry.stop());

const build = (...args: string[]) => runCli(['build', '--cache-dir', cache, ...args, folder]);
const push = (args: readonly string[], surroundings: Parameters<typeof runCli>[1] = {}) =>
  runCli(['push', '--cache-dir', cache, ...args], surroundings);

describe('dry-dock push', () => {
  it('pushes what was built under that name, and prints what docker push prints', async () => {
    const name = `${registry.host}/team/app:1`;
    await build('-t', name);
    const { exitCode, standardOutput } = await push([name]);
    const manifest = registry.manifests.get('team/app:1')?.bytes ?? Buffer.alloc(0);
    const layer = JSON.parse(manifest.toString()).layers[0].digest;
    expect(text(standardOutput)).toBe(
      `The push refers to repository [${registry.host}/team/app]\n` +
        `${layer.slice(7, 19)}: Pushed\n` +
        `1: digest: ${digestOf(manifest)} size: ${manifest.length}\n`,
    );
    expect(exitCode).toBe(0);
    expect(text((await push([name])).standardOutput)).toContain(': Layer already exists\n');
  });

  it('mounts layers in another repository, also in another run', async () => {
    const [one, two] = [`${registry.host}/one:1`, `${registry.host}/two:1`];
    await build('-t', one, '-t', two);
    await push([one]);
    expect(text((await push([two])).standardOutput)).toContain(': Mounted from another repository\n');
  });

  it('knows no image that was not built', async () => {
    const { exitCode, standardError } = await push([`${registry.host}/team/app:2`]);
    expect(exitCode).toBe(1);
    expect(standardError).toContain(
      `ERROR: An image does not exist locally with the tag: ${registry.host}/team/app\n`,
    );
  });

  it('shows the credentials of the environment or of standard input', async () => {
    const name = `${registry.host}/app:1`;
    const seen = new Set<string | undefined>();
    registry.misbehave = (request, response) => {
      const { authorization } = request.headers;
      seen.add(authorization);
      if (authorization !== undefined) return false;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      return true;
    };
    await build('-t', name);
    expect((await push([name])).standardError).toContain('push access denied');
    const environment = { DRYDOCK_USERNAME: 'me', DRYDOCK_PASSWORD: 'secret' };
    expect((await push([name], { environment })).exitCode).toBe(0);
    const standardInput = new TextEncoder().encode('token\n');
    expect((await push(['-u', 'you', '--password-stdin', name], { standardInput })).exitCode).toBe(0);
    expect([...seen]).toEqual([undefined, `Basic ${btoa('me:secret')}`, `Basic ${btoa('you:token')}`]);
  });

  it('is explained by --help', async () => {
    expect(text((await runCli(['push', '--help'])).standardOutput)).toContain('Usage:  dry-dock push');
  });
});

describe('build --push', () => {
  it.each([['--push'], ['-o', 'type=registry'], ['-o', 'type=image,push=true']])(
    'as %s %s pushes the result under its names',
    async (...flags) => {
      const name = `${registry.host}/team/app:1`;
      const { exitCode, standardError } = await build(...flags, '-t', name);
      expect(exitCode).toBe(0);
      const digest = digestOf(registry.manifests.get('team/app:1')?.bytes ?? Buffer.alloc(0));
      expect(standardError).toContain(`pushing manifest for ${name}@${digest} done`);
      expect(standardError).not.toContain('WARNING: No output specified');
    },
  );

  it('needs a name', async () => {
    expect((await build('--push')).standardError).toContain('ERROR: tag is needed when pushing to registry');
  });

  it('fails when the registry refuses', async () => {
    registry.misbehave = (_, response) => {
      response.writeHead(403).end();
      return true;
    };
    const { exitCode, standardError } = await build('--push', '-t', `${registry.host}/app:1`);
    expect(exitCode).toBe(1);
    expect(standardError).toContain('push access denied');
  });
});

describe('an image that was built with a name', () => {
  it('is what FROM means by that name in the next build', async () => {
    await build('-t', 'base:1');
    const next = temporaryFolder({ Dockerfile: 'FROM base:1\nCOPY b /\n', b: '2' });
    const out = join(temporaryFolder(), 'out.tar');
    const { exitCode } = await runCli([
      'build',
      '--offline',
      '--cache-dir',
      cache,
      '-o',
      `type=tar,dest=${out}`,
      next,
    ]);
    expect(exitCode).toBe(0);
  });
});

describe('the arguments of push', () => {
  const wrong = (...args: string[]) => {
    try {
      return JSON.stringify(parseArguments(['push', ...args], {}));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  it.each<[string, string[]]>([
    ["'dry-dock push' requires 1 argument", []],
    ["'dry-dock push' requires 1 argument", ['a', 'b']],
    ['unknown flag: --all', ['--all', 'a']],
    ['invalid reference format: repository name (library/A) must be lowercase', ['A']],
    ['cannot push a digest reference', [`a@sha256:${'0'.repeat(64)}`]],
    ['Must provide --username with --password-stdin', ['--password-stdin', 'a']],
  ])('that are wrong: %s', (message, args) => {
    expect(wrong(...args)).toBe(message);
  });
});
