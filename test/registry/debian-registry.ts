/** Debian's `docker-registry` on loopback, and `skopeo` to fill it: a registry that nobody here wrote. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const fixtures = resolve(import.meta.dirname, 'fixtures');
const programs = ['docker-registry', 'skopeo', 'openssl', 'zstd'];
const missing = programs.filter(
  (program) => !['/usr/bin', '/usr/local/bin'].some((at) => existsSync(join(at, program))),
);

/** What to install when the tests can't run; undefined when they can. */
export const registryMissing: string | undefined =
  missing.length === 0
    ? undefined
    : `Tests against a real registry are left out: ${missing.join(', ')} missing. ` +
      'On Debian: apt-get install docker-registry skopeo openssl zstd';

export type Authentication = 'open' | 'htpasswd' | 'token';

export const user = { username: 'tester', password: 'testpass' };

export class DebianRegistry {
  readonly folder = mkdtempSync(join(tmpdir(), 'drydock-registry-'));
  #process: ChildProcess | undefined;
  #tokens: Server | undefined;
  #port = 0;
  #realm: string | undefined;

  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Where its tokens come from, if it wants any. */
  get realm(): string | undefined {
    return this.#realm;
  }

  /** Starts it, anew if it runs; what was pushed before stays. */
  async start(authentication: Authentication): Promise<void> {
    await this.#end();
    this.#realm = undefined;
    mkdirSync(join(this.folder, 'registry'), { recursive: true });
    const auth = await this.#auth(authentication);
    this.#port = await freePort();
    const config = readFileSync(join(fixtures, 'registry.yml'), 'utf8')
      .replaceAll('FOLDER', this.folder)
      .replaceAll('PORT', String(this.#port))
      .replace(/^AUTH$/m, auth);
    const file = join(this.folder, 'registry.yml');
    writeFileSync(file, config);
    this.#process = spawn('docker-registry', ['serve', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    this.#process.stderr?.on('data', (data) => {
      said += data;
    });
    for (let tries = 0; tries < 200; tries++) {
      const answer = await fetch(`http://${this.host}/v2/`).catch(() => undefined);
      if (answer !== undefined) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`docker-registry did not start: ${said}`);
  }

  /** Copies with `skopeo`: `source` as skopeo names it, to a repository with tag. */
  push(source: string, name: string, ...options: readonly string[]): void {
    const target = `docker://${this.host}/${name}`;
    const result = spawnSync(
      'skopeo',
      ['--insecure-policy', 'copy', '--quiet', '--dest-tls-verify=false', ...options, source, target],
      { encoding: 'utf8' },
    );
    if (result.status !== 0) throw new Error(`skopeo: ${result.stderr}`);
  }

  async stop(): Promise<void> {
    await this.#end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(): Promise<void> {
    const { exitCode } = this.#process ?? { exitCode: 0 };
    const ended = new Promise((resolve) => this.#process?.once('exit', resolve));
    if (this.#process !== undefined && exitCode === null) {
      this.#process.kill();
      await ended;
    }
    this.#process = undefined;
    this.#tokens?.close();
    this.#tokens = undefined;
  }

  async #auth(authentication: Authentication): Promise<string> {
    switch (authentication) {
      case 'open':
        return '';
      case 'htpasswd':
        return `auth:\n  htpasswd: { realm: test, path: ${join(fixtures, 'htpasswd')} }`;
      case 'token': {
        const realm = await this.#startTokenServer();
        this.#realm = realm;
        const certificate = join(this.folder, 'token.crt');
        return (
          `auth:\n  token:\n    realm: ${realm}\n    service: test-registry\n    issuer: test-issuer\n` +
          `    rootcertbundle: ${certificate}`
        );
      }
    }
  }

  /** Anybody may pull from `public/`, the user from everywhere. */
  async #startTokenServer(): Promise<string> {
    const at = (name: string) => join(this.folder, name);
    const request = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=test-issuer',
    ];
    spawnSync('openssl', [...request, '-keyout', at('token.key'), '-out', at('token.crt')]);
    const key = createPrivateKey(readFileSync(at('token.key')));
    const chain = [readFileSync(at('token.crt'), 'utf8').replace(/-----.*-----|\s/g, '')];
    const known = `Basic ${btoa(`${user.username}:${user.password}`)}`;
    const server = createServer((incoming, response) => {
      const { authorization, origin } = incoming.headers;
      const cors =
        origin === undefined
          ? {}
          : { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
      const url = new URL(incoming.url ?? '', 'http://localhost');
      if (authorization !== undefined && authorization !== known) {
        response.writeHead(401, cors).end('{}');
        return;
      }
      const access = url.searchParams.getAll('scope').map((scope) => {
        const [, type = '', name = '', wanted = ''] = /^([^:]*):(.*):([^:]*)$/.exec(scope) ?? [];
        if (authorization === known) return { type, name, actions: wanted.split(',') };
        return { type, name, actions: name.startsWith('public/') ? ['pull'] : [] };
      });
      const now = Math.floor(Date.now() / 1000);
      const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const claims = { iss: 'test-issuer', sub: '', aud: url.searchParams.get('service'), access };
      const times = { exp: now + 300, nbf: now - 10, iat: now, jti: randomUUID() };
      const body = `${part({ alg: 'RS256', typ: 'JWT', x5c: chain })}.${part({ ...claims, ...times })}`;
      const token = `${body}.${sign('RSA-SHA256', Buffer.from(body), key).toString('base64url')}`;
      response.writeHead(200, { 'content-type': 'application/json', ...cors });
      response.end(JSON.stringify({ token, expires_in: 300 }));
    });
    this.#tokens = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  }
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
