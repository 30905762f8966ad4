/** Whether a finished image could start, and what is said when it could not. */
import { beforeEach, describe, expect, it } from 'vitest';
import { fileNode, newWorld, treeOf, type World } from './harness.ts';

let world: World;
beforeEach(async () => {
  world = await newWorld();
  await world.image(
    'tools:1',
    {},
    {
      'bin/sh': 'sh',
      'usr/bin/known': 'x',
    },
  );
});

const program = { ...fileNode('#!'), mode: 0o755 };

/** COPY brings /app/server, executable, and /app/notes, which is not. */
async function advice(dockerfile: string): Promise<readonly string[]> {
  const context = treeOf({ notes: 'n' });
  const entries = new Map([...context.root.entries, ['server', program] as const]);
  await world.build(dockerfile, { context: { ...context, root: { ...context.root, entries } } });
  const finished = world.events.find((event) => event.type === 'build-finished');
  if (finished?.type !== 'build-finished') throw new Error(JSON.stringify(world.events.at(-1)));
  return (finished.advice ?? []).map(
    ({ message, explanation, lines }) => `${lines?.[0]?.first}: ${message}. ${explanation}`,
  );
}

const from = 'FROM scratch\nCOPY server notes /app/\n';

describe('a program that can be started', () => {
  it.each([
    'CMD ["/app/server"]',
    'ENTRYPOINT ["/app/server"]\nCMD ["--port", "80"]',
    'WORKDIR /app\nCMD ["./server"]',
    'ENV PATH=/app:/bin\nCMD ["server"]',
    'LABEL nothing=started',
  ])('%s: nothing is said', async (lines) => {
    expect(await advice(`${from}${lines}\n`)).toEqual([]);
  });

  it('is not looked for where the base image decides', async () => {
    await world.image('other:1', { Cmd: ['nowhere'] });
    expect(await advice('FROM other:1\n')).toEqual([]);
  });

  it('is not missed in an image that stands in for the real one and is known to lack it', async () => {
    await world.image(
      'node:1',
      {},
      { 'bin/sh': 'sh' },
      {
        missing: [{ program: 'node', reason: 'no port', instead: '' }],
      },
    );
    expect(await advice('FROM node:1\nCMD ["node", "x.js"]\n')).toEqual([]);
    expect(await advice('FROM node:1\nCMD ["deno"]\n')).toHaveLength(1);
  });
});

describe('a program that can not', () => {
  it('is not on PATH, though the file is in the image', async () => {
    expect(await advice(`${from}WORKDIR /app\nCMD ["server"]\n`)).toEqual([
      expect.stringMatching(
        /^4: unable to start container process: exec: "server": executable file not found in \$PATH\. .*There is \/app\/server: write CMD \["\/app\/server"\]/,
      ),
    ]);
  });

  it.each([
    ['CMD ["/srv"]', 'exec: "/srv": stat /srv: no such file or directory'],
    ['CMD ["/app"]', 'exec: "/app": is a directory'],
    ['CMD ["/app/notes"]', 'exec: "/app/notes": permission denied'],
    ['ENTRYPOINT ["nope"]\nCMD ["/app/server"]', 'exec: "nope": executable file not found in $PATH'],
    ['CMD /app/server', 'exec: "/bin/sh": stat /bin/sh: no such file or directory'],
  ])('%s: %s', async (lines, sentence) => {
    expect((await advice(`${from}${lines}\n`)).join()).toContain(sentence);
  });

  it('is found through a shell, too, where the command is plain', async () => {
    world.runner.script = () => ({ edit: (builder) => builder.put('/bin/sh', program) });
    const shell = 'FROM tools:1\nRUN chmod +x /bin/sh\n';
    expect((await advice(`${shell}CMD serve --now\n`)).join()).toContain('/bin/sh: serve: not found');
    expect(await advice(`${shell}CMD echo $HOME && serve\n`)).toEqual([]);
    expect(await advice(`${shell}CMD X=1 serve\n`)).toEqual([]);
  });

  it('is named by the stage that said it', async () => {
    const stages = `FROM scratch AS app\nCMD ["gone"]\nFROM app\nCOPY notes /\n`;
    expect((await advice(stages)).join()).toMatch(/^2: /);
  });

  it('is remembered: a build that is all cached reads no layer for it', async () => {
    const dockerfile = `${from}CMD ["server"]\n`;
    const first = await advice(dockerfile);
    world.restart();
    expect(await advice(dockerfile)).toEqual(first);
    expect(world.blobs.reads).toBe(0);
  });
});
