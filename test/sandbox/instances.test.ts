import { describe, expect, test } from 'vitest';
import { image, makeSandbox, sh } from './shell.ts';

/** Uses memory of its own, so that a mix-up of two processes would show. */
const work = (name: string) =>
  `(x=$(seq 1 2000 | tr '\\n' ${name}); sleep 0.01; [ \${#x} = 8893 ] && [ "$x" = "$(seq 1 2000 | tr '\\n' ${name})" ] && echo ${name})`;
const many = `${['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${work(name)} &`).join(' ')} wait`;
const letters = ['a', 'b', 'c', 'd', 'e', 'f'];

describe.each([1, 2, 3, 24])('with at most %i instances', (maxInstances) => {
  test('processes keep their memory while others have the instance', async () => {
    const sandbox = makeSandbox({ maxInstances });
    const { out, err } = await sh(many, {}, sandbox);
    expect(err).toBe('');
    expect(out.trim().split('\n').sort()).toEqual(letters);
    expect(sandbox.instances).toBeLessThanOrEqual(maxInstances);
  });

  test('pipelines, traps and substitutions work', async () => {
    const sandbox = makeSandbox({ maxInstances });
    const script = `trap 'echo trapped' USR1; f() { echo "f $1 $(echo $1 | tr a b)"; }
      f a | sed s/f/g/ | (read x; kill -USR1 1; echo "$x"); wait; echo end`;
    const { out } = await sh(script, {}, sandbox);
    expect(out.split('\n').sort()).toEqual(['', 'end', 'g a b', 'trapped']);
  });
});

describe('instances', () => {
  test('are used again by the next run', async () => {
    const sandbox = makeSandbox();
    await sh('true | true', {}, sandbox);
    const before = sandbox.instances;
    for (let at = 0; at < 5; at++) await sh('true | true', {}, sandbox);
    expect(sandbox.instances).toBe(before);
  });

  test('are given up after a crash', async () => {
    const sandbox = makeSandbox();
    await sh('f() { f; }; f', {}, sandbox);
    expect(sandbox.instances).toBe(0);
  });

  test('that grew large are given up', async () => {
    const sandbox = makeSandbox();
    const { out } = await sh('x=$(head -c 12000000 /dev/zero | tr "\\0" x); y=$x$x; echo ${#y}', {}, sandbox);
    expect(out).toBe('24000000\n');
    const before = sandbox.instances;
    await sh('true', {}, sandbox);
    expect(sandbox.instances).toBeLessThanOrEqual(Math.max(1, before));
  });

  test('show nothing of the process before: memory begins as it was published', async () => {
    const sandbox = makeSandbox({ maxInstances: 1 });
    const clean = await sh('set | sort', {}, makeSandbox());
    await sh(`SECRET=hunter2; f() { :; }; x=$(seq 5000)`, {}, sandbox);
    expect((await sh('set | sort', {}, sandbox)).out).toBe(clean.out);
  });

  test('a program with a large memory forks and comes back', async () => {
    const sandbox = makeSandbox({ maxInstances: 2 });
    const script = `x=$(head -c 3000000 /dev/zero | tr '\\0' x); y=$(echo "$x" | wc -c); (echo \${#x}); echo $y \${#x}`;
    const { out, tree } = await sh(script, {}, sandbox);
    expect(out).toBe('3000000\n3000001 3000000\n');
    expect(tree).toBe(image);
  });
});
