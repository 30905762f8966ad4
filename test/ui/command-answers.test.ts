import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/commands/docker-command.ts';
import { type AskedCommand, answer, pruneQuestion } from '../../src/ui/command-console/answers.ts';
import { recordedEngine } from './recorded-engine.ts';

const world = {
  engine: recordedEngine(),
  report: undefined,
  containers: [],
  now: Date.UTC(2026, 4, 4, 10, 0),
};

function ask(line: string) {
  return answer(parseCommand(line) as AskedCommand, world);
}

describe('what the command line answers', () => {
  it('lists images that were built, and not what builds only began with', async () => {
    const { lines } = await ask('docker images');
    expect(lines).toEqual([
      'REPOSITORY   TAG       IMAGE ID       CREATED          SIZE',
      'hello        latest    a1a1a1a1a1a1   18 minutes ago   5.91MB',
    ]);
  });

  it('finds an image by name for its history and its description', async () => {
    expect((await ask('docker history hello:latest')).lines[1]).toMatch(/^a1a1a1a1a1a1 {3}18 minutes ago/);
    const { lines } = await ask('docker image inspect hello:latest');
    const [described] = JSON.parse(lines.join('\n'));
    expect(described).toMatchObject({ RepoTags: ['hello:latest'], Size: 5_912_000 });
  });

  it('says what is wrong with a name as the daemon does', async () => {
    expect(await ask('docker history Foo')).toEqual({
      lines: [
        'Error response from daemon: invalid reference format: repository name (library/Foo) must be lowercase',
      ],
      failed: true,
    });
    expect((await ask('docker tag hello Bad:Name')).lines).toEqual([
      'Error parsing reference: "Bad:Name" is not a valid repository/tag: invalid reference format: repository name (library/Bad) must be lowercase',
    ]);
  });

  it('counts layers that images share once', async () => {
    const { lines } = await ask('docker system df');
    expect(lines[1]).toBe('Images          1         0         5.912MB   5.912MB (100%)');
    expect(lines[4]).toMatch(/^Build Cache {5}3 /);
  });

  it('asks before it prunes, in Docker’s words', () => {
    const question = (line: string) => pruneQuestion(parseCommand(line) as never).join('\n');
    expect(question('docker buildx prune')).toBe(
      'WARNING! This will remove all dangling build cache. Are you sure you want to continue? [y/N] ',
    );
    expect(question('docker image prune')).toBe(
      'WARNING! This will remove all dangling images.\nAre you sure you want to continue? [y/N] ',
    );
  });

  it('helps with each command that works here', async () => {
    const { lines } = await ask('help');
    expect(lines.some((line) => line.startsWith('  docker system df'))).toBe(true);
    expect((await ask('docker images --help')).lines.slice(0, 3)).toEqual([
      ...['Usage:  docker images [OPTIONS] [REPOSITORY[:TAG]]', '', 'List images'],
    ]);
  });
});
