/** Images in and out of the page in a real Chromium: from files, to files, to Debian's registry directly and by a proxy. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllowed } from '../../proxy/allow-list.ts';
import { isLoopback, isLoopbackOrigin } from '../../proxy/loopback.ts';
import { nodeHandler } from '../../proxy/node-server.ts';
import { nodeUpstream } from '../../proxy/node-upstream.ts';
import { oracleBase, oracleBaseLayer } from '../image/oracle.ts';
import { docker, dockerMissing } from '../image/real-docker.ts';
import { DebianRegistry, registryMissing, user } from '../registry/debian-registry.ts';
import { Layout } from '../registry/layouts.ts';
import { Dock, type Ground, openGround } from './dock.ts';

let ground: Ground;
let folder: string;
beforeAll(async () => {
  ground = await openGround();
  folder = mkdtempSync(join(tmpdir(), 'drydock-transfer-'));
  writeFileSync(join(folder, 'base.tar.gz'), gzipSync(oracleBase()));
  mkdirSync(join(folder, 'etc'));
  writeFileSync(join(folder, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\n');
}, 60_000);
afterAll(async () => {
  await ground.close();
  rmSync(folder, { recursive: true, force: true });
});

async function openDock(): Promise<Dock> {
  return Dock.open(ground.browser, ground.site.url);
}

async function importFile(dock: Dock, file: string): Promise<void> {
  await dock.page.getByRole('tab', { name: 'Registries' }).click();
  await dock.page.locator('dry-image-import input[type=file]').setInputFiles(join(folder, file));
}

const imported = (dock: Dock, name: string) => dock.page.locator(`dry-image-import [data-image="${name}"]`);

describe('a file that holds an image', () => {
  it('is imported with its name, stands in FROM, is there after a reload, and can be removed', async () => {
    const dock = await openDock();
    await importFile(dock, 'base.tar.gz');
    await imported(dock, 'spike/base:1').waitFor();
    await dock.page.getByRole('tab', { name: 'Build' }).click();
    await dock.begin('FROM spike/base:1\nRUN head -n 1 /etc/passwd\n');
    expect((await dock.build()).outcome).toBe('finished');
    await dock.chooseStep('0/1');
    expect((await dock.log()).join('\n')).toContain('root:x:0:0');
    await dock.page.reload();
    await dock.editor.waitFor();
    await dock.page.getByRole('tab', { name: 'Registries' }).click();
    await imported(dock, 'spike/base:1').waitFor();
    await dock.page.getByRole('button', { name: 'Remove spike/base:1' }).click();
    await imported(dock, 'spike/base:1').waitFor({ state: 'detached' });
    expect(dock.complaints).toEqual([]);
    await dock.page.close();
  });

  it('that is dropped on the page is asked about, and a root filesystem gets a name', async () => {
    const dock = await openDock();
    const tar = execFileSync('tar', ['-c', '-C', folder, './etc']);
    await dock.page.evaluate((content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(content)], 'My Root.tar'));
      const drop = { dataTransfer: transfer, bubbles: true, composed: true, cancelable: true };
      document.querySelector('dry-dock')?.dispatchEvent(new DragEvent('drop', drop));
    }, Array.from(tar));
    await dock.button('Use as a base image').click();
    const name = dock.page.locator('dry-image-import #name');
    await name.waitFor();
    expect(await name.inputValue()).toBe('my-root');
    await name.fill('mine:2');
    await dock.button('Import').click();
    await imported(dock, 'mine:2').waitFor();
    await dock.page.getByRole('tab', { name: 'Build' }).click();
    await dock.begin('FROM mine:2\nCOPY Dockerfile /etc/\n');
    expect((await dock.build()).outcome).toBe('finished');
    expect(dock.complaints).toEqual([]);
    await dock.page.close();
  });

  it('that is no archive says what is wrong', async () => {
    writeFileSync(join(folder, 'no.tar'), 'x'.repeat(2000));
    const dock = await openDock();
    await importFile(dock, 'no.tar');
    await dock.page.locator('dry-image-import .failed', { hasText: 'no.tar' }).waitFor();
    await dock.page.close();
  });
});

describe('the built image', () => {
  it('is written into the file that was chosen, piece by piece, as what is downloaded', async () => {
    const dock = await openDock();
    await dock.begin('FROM scratch\nCOPY Dockerfile /\n');
    const built = await dock.build();
    if (built.outcome !== 'finished') throw new Error('it was not built');
    // A picker can't be shown here; a file of the origin is the same to whoever writes.
    await dock.page.evaluate(() => {
      Object.assign(window, {
        showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) =>
          (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true }),
      });
    });
    await dock.button('OCI layout').click();
    const name = `drydock-${built.image.configDigest.slice(7, 19)}-oci.tar`;
    const read = () =>
      dock.page.evaluate(async (file) => {
        const directory = await navigator.storage.getDirectory();
        const handle = await directory.getFileHandle(file).catch(() => undefined);
        const bytes = await (await handle?.getFile())?.arrayBuffer();
        return bytes === undefined ? [] : Array.from(new Uint8Array(bytes));
      }, name);
    let written = await read();
    for (let tries = 0; written.length === 0 && tries < 100; tries++) {
      await dock.page.waitForTimeout(50);
      written = await read();
    }
    await dock.page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }));
    const download = dock.page.waitForEvent('download');
    await dock.button('OCI layout').click();
    const path = join(folder, 'download.tar');
    await (await download).saveAs(path);
    const downloaded = readFileSync(path);
    expect(Buffer.from(written).equals(downloaded)).toBe(true);
    await dock.page.close();
  });

  it.skipIf(dockerMissing !== undefined)(
    'is loaded by a real Docker under the digest that was shown',
    async () => {
      const dock = await openDock();
      await dock.begin(
        'FROM alpine\nRUN mkdir /a && echo hello > /a/b && chown 5:6 /a/b\nCMD ["cat", "/a/b"]\n',
      );
      const built = await dock.build();
      if (built.outcome !== 'finished') throw new Error('it was not built');
      await dock.page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }));
      const download = dock.page.waitForEvent('download');
      await dock.button('Image for docker load').click();
      const path = join(folder, 'docker.tar');
      await (await download).saveAs(path);
      const id = built.image.configDigest;
      try {
        expect(docker('overlay2', ['load'], readFileSync(path)).toString()).toContain(id);
        const [found] = JSON.parse(docker('overlay2', ['image', 'inspect', id]).toString());
        expect(found.RootFS.Layers).toEqual(built.image.layers.map(({ diffId }) => diffId));
      } finally {
        docker('overlay2', ['image', 'rm', '--force', id]);
      }
      await dock.page.close();
    },
  );
});

describe.skipIf(registryMissing !== undefined)("with Debian's registry", () => {
  const registry = new DebianRegistry();
  let proxy: Server | undefined;
  beforeAll(async () => {
    await registry.start('open');
    const other = new Layout(join(registry.folder, 'arm'));
    const layers = [oracleBaseLayer()];
    registry.push(other.name(other.index([other.image(layers, 'gzip', 'arm64')])), 'public/arm:1', '--all');
  }, 60_000);
  afterAll(async () => {
    proxy?.close();
    await registry.stop();
  });

  /** Builds, pushes under the name, and answers the digest that is shown with the fate of each blob. */
  async function push(
    dock: Dock,
    name: string,
    account?: typeof user,
  ): Promise<readonly [string, readonly string[]]> {
    const form = dock.page.locator('dry-image-push');
    await dock.page.locator('summary', { hasText: 'Push' }).click();
    await form.locator('#name').fill(name);
    if (account !== undefined) {
      await form.locator('#user').fill(account.username);
      await form.locator('#password').fill(account.password);
    }
    await form.getByRole('button', { name: 'Push' }).click();
    await form.locator('.digest, .failed').waitFor({ timeout: 30_000 });
    expect(await form.locator('.failed').allTextContents()).toEqual([]);
    const digest = (await form.locator('.digest').textContent()) ?? '';
    return [digest, await form.locator('td:last-child').allTextContents()];
  }

  const digestThere = (name: string, ...options: readonly string[]): string =>
    JSON.parse(
      execFileSync('skopeo', ['inspect', '--tls-verify=false', ...options, `docker://${name}`], {
        encoding: 'utf8',
      }),
    ).Digest;

  it('pushes directly where the registry lets pages ask it, a large layer in chunks', async () => {
    const dock = await openDock();
    writeFileSync(join(folder, 'large'), randomBytes(9_000_000));
    await dock.page.locator('dry-project-files input#files').setInputFiles(join(folder, 'large'));
    // It is shown once it was read, also when another file was opened meanwhile.
    await dock.page.locator('dry-project-files .open').filter({ hasText: 'large' }).waitFor();
    await dock.begin('FROM scratch\nCOPY large /\n');
    const built = await dock.build();
    const name = `${registry.host}/pages/app:1`;
    const [digest, fates] = await push(dock, name);
    expect(fates).toEqual(['sent directly', 'sent directly']);
    expect(digestThere(name)).toBe(digest);
    expect(built).toMatchObject({ image: { manifestDigest: digest } });
    await dock.page.close();
  }, 60_000);

  it('offers the platforms that there are, and builds with the chosen one', async () => {
    const dock = await openDock();
    await dock.begin(`FROM ${registry.host}/public/arm:1\nRUN echo hello > /hello\n`);
    expect((await dock.build()).outcome).toBe('failed');
    const before = (await dock.outcomes()).length;
    await dock.page.locator('dry-problem-list').getByRole('button', { name: 'Use linux/arm64' }).click();
    await dock.page.waitForFunction((count) => window.told.outcomes.length > count, before);
    const [outcome] = (await dock.outcomes()).slice(-1);
    expect(outcome, JSON.stringify(outcome)).toMatchObject({ outcome: 'finished' });
    await dock.chooseStep('0/1');
    await dock.tab('Image').click();
    const details = dock.page.locator('dry-step-details dry-image-details');
    await details.getByText('arm64').first().waitFor();
    await dock.page.close();
  });

  it('pushes through the proxy of the settings where the registry refuses, as the user', async () => {
    await registry.start('htpasswd');
    const handler = nodeHandler({
      allowed: [parseAllowed(`http://${registry.host}`)],
      upstream: nodeUpstream,
      allowsOrigin: isLoopbackOrigin,
      servesHost: isLoopback,
      largestBody: 2 ** 30,
      largestUpload: 2 ** 30,
    });
    proxy = createServer((request, response) => void handler(request, response));
    await new Promise<void>((resolve) => proxy?.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const dock = await openDock();
    await dock.page.getByRole('tab', { name: 'Registries' }).click();
    await dock.page.locator('dry-registry-settings #proxy').fill(`http://127.0.0.1:${port}/?url={url}`);
    await dock.page.keyboard.press('Enter');
    await dock.page.getByRole('tab', { name: 'Build' }).click();
    await dock.begin('FROM scratch\nCOPY Dockerfile /x\n');
    await dock.build();
    const name = `${registry.host}/pages/app:2`;
    const [digest, fates] = await push(dock, name, user);
    expect(fates).toEqual(['sent through the proxy', 'sent through the proxy']);
    expect(digestThere(name, '--creds', `${user.username}:${user.password}`)).toBe(digest);
    const kept = await dock.page.evaluate(() => JSON.stringify({ ...localStorage }));
    expect(kept).toContain(`127.0.0.1:${port}`);
    expect(kept).not.toContain(user.password);
    await dock.page.close();
  }, 60_000);
});
