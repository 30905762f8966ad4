/** The command line at the bottom of the page: in step with the options, and taking docker's commands. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dock, type Ground, openGround } from './dock.ts';

let ground: Ground;
let dock: Dock;

beforeAll(async () => {
  ground = await openGround();
  dock = await Dock.open(ground.browser, ground.site.url);
  await dock.begin(
    'FROM alpine AS builder\nARG WHO=you\nRUN echo "$WHO" > /who\nFROM alpine\nCOPY --from=builder /who /\n',
  );
});

afterAll(async () => {
  await ground?.close();
});

const bar = () => dock.page.locator('dry-command-bar');
const input = () => bar().getByRole('textbox');
const lines = () => bar().locator('.row').allTextContents();

const printed = () => bar().locator('.row:not(.typed)').count();

/** Types a command, and answers the lines that it printed. */
async function type(command: string): Promise<readonly string[]> {
  const before = await printed();
  await input().fill(command);
  await input().press('Enter');
  await expect.poll(printed, { timeout: 10_000 }).toBeGreaterThan(before);
  const after = await lines();
  return after.slice(after.lastIndexOf(command) + 1);
}

describe('the command line', () => {
  it('says what does the same at home, in step with the options', async () => {
    expect(await bar().locator('code').textContent()).toBe('$ docker build .');
    await dock.button('Options').click();
    await dock.page.getByLabel('Image name').fill('hello');
    await dock.page.getByRole('textbox', { name: 'Build args' }).fill('WHO=a b');
    expect(await bar().locator('code').textContent()).toBe("$ docker build -t hello --build-arg 'WHO=a b' .");
    await dock.page.locator('dry-build-bar .options-button').click();
  });

  it('logs a build that the button began, as BuildKit prints it', async () => {
    await dock.build();
    await dock.button('Open the command line').click();
    await input().waitFor();
    const log = await lines();
    expect(log[0]).toBe("docker build -t hello --build-arg 'WHO=a b' .");
    expect(log.some((line) => /^#\d+ \[builder 2\/2\] RUN echo/.test(line))).toBe(true);
    expect(log.some((line) => /^#\d+ naming to docker.io\/library\/hello:latest done$/.test(line))).toBe(
      true,
    );
  });

  it('lists, describes and names images as Docker does', async () => {
    await type('docker images');
    await expect.poll(lines).toContainEqual(expect.stringMatching(/^hello {8}latest {4}[0-9a-f]{12} {3}/));
    await input().fill('docker tag hello team/hello:2');
    await input().press('Enter');
    const images = await type('docker images team/hello');
    expect(images.join('\n')).toMatch(/^REPOSITORY {3}TAG .*\nteam\/hello {3}2 {9}[0-9a-f]{12} /);
    const history = await type('docker history hello');
    expect(history[1]).toMatch(/ COPY \/who \/ # buildkit {5,}4B +buildkit\.dockerfile\.v0$/);
    const described = await type('docker image inspect hello');
    expect(JSON.parse(described.join('\n'))[0].RepoTags).toEqual(['hello:latest', 'team/hello:2']);
  });

  it('builds what is typed, and takes it over into the options', async () => {
    const outcomes = (await dock.outcomes()).length;
    await input().fill('docker build -t typed --target builder --no-cache .');
    await input().press('Enter');
    await dock.page.waitForFunction((count) => window.told.outcomes.length > count, outcomes);
    expect((await dock.outcomes()).at(-1)?.outcome).toBe('finished');
    expect(await bar().locator('code').textContent()).toBe(
      '$ docker build -t typed --target builder --no-cache .',
    );
    await expect.poll(async () => (await type('docker images -q')).length).toBeGreaterThan(1);
  });

  it('says what is wrong in Docker’s words, and what works here', async () => {
    expect(await type('docker compose up')).toEqual([
      'docker compose is Docker’s, and not in this page. Type help to see what is.',
    ]);
    expect((await type('docker frob'))[0]).toBe('docker: unknown command: docker frob');
    expect((await type('docker build -t Bad .'))[0]).toBe(
      'ERROR: failed to build: invalid tag "Bad": repository name must be lowercase',
    );
    expect((await type('docker history nosuch'))[0]).toBe(
      'Error response from daemon: No such image: nosuch:latest',
    );
  });

  it('asks before it prunes, and forgets what nobody needs', async () => {
    await type('docker image prune');
    await input().fill('y');
    await input().press('Enter');
    await expect.poll(lines).toContainEqual(expect.stringMatching(/^Total reclaimed space: /));
    expect((await type('docker system df'))[1]).toMatch(/^Images +\d+ +0 /);
  });

  it('runs a container, and prints what it prints', async () => {
    await input().fill('docker build -t who .');
    const outcomes = (await dock.outcomes()).length;
    await input().press('Enter');
    await dock.page.waitForFunction((count) => window.told.outcomes.length > count, outcomes);
    await input().fill('docker run --name once who sh -c "cat /who; exit 3"');
    await input().press('Enter');
    await expect.poll(lines, { timeout: 20_000 }).toContain('It ended with exit code 3.');
    expect((await lines()).slice(-2)).toEqual(['you', 'It ended with exit code 3.']);
    const containers = await type('docker ps -a');
    expect(containers[1]).toMatch(/^[0-9a-f]{12} {3}who +"sh -c cat \/who; exi…" .* Exited \(3\) .* once$/);
    expect((await type('docker run -p 80:80 who'))[0]).toBe(
      'docker run --publish is Docker’s, and not in this page. Type help to see what is.',
    );
    await input().fill('docker system df');
    await input().press('Enter');
  });

  it('says how to run at home what the Run area’s form says', async () => {
    await dock.page.getByRole('tab', { name: 'Run' }).click();
    await expect.poll(() => bar().locator('code').textContent()).toBe('$ docker run -it who');
    await dock.page.getByRole('tab', { name: 'Build' }).click();
    expect(await bar().locator('code').textContent()).toBe('$ docker build -t who .');
  });

  it('completes with Tab, goes back with Up, and clears', async () => {
    await input().fill('docker his');
    await input().press('Tab');
    expect(await input().inputValue()).toBe('docker history ');
    await input().fill('');
    await input().press('ArrowUp');
    expect(await input().inputValue()).toBe('docker system df');
    await input().fill('clear');
    await input().press('Enter');
    expect(await bar().locator('.row').count()).toBe(1);
    expect(dock.complaints).toEqual([]);
  });
});
