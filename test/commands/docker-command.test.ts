import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildLine } from '../../src/commands/command-line.ts';
import { CommandWordsError, commandWords, quoteWord } from '../../src/commands/command-words.ts';
import { DockerCommandError, parseCommand } from '../../src/commands/docker-command.ts';
import { recorded, recordedCommands } from './recorded.ts';

function refusal(line: string): DockerCommandError {
  try {
    parseCommand(line);
  } catch (error) {
    if (error instanceof DockerCommandError) return error;
    throw error;
  }
  throw new Error(`${line} was not refused`);
}

describe('a typed line', () => {
  it('is read into words as a shell does', () => {
    expect(commandWords(String.raw`docker build -t 'a b' "c \"d\" \x" e\ f '' g"h"i # a comment`)).toEqual([
      ...['docker', 'build', '-t', 'a b', String.raw`c "d" \x`, 'e f', '', 'ghi'],
    ]);
  });

  it.each(['a | b', 'a; b', 'a > b', 'a && b', 'a $HOME', 'a "$(b)"', "a 'b", 'a "b'])(
    'is refused when it needs more than words: %s',
    (line) => {
      expect(() => commandWords(line)).toThrow(CommandWordsError);
    },
  );

  it('gives back any words that were quoted for it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (words) => {
        expect(commandWords(words.map(quoteWord).join(' '))).toEqual(words);
      }),
    );
  });
});

describe('the docker commands', () => {
  it('are read with their flags in every form', () => {
    expect(
      parseCommand(
        '$ docker build -qt app:1 --build-arg A=1 --build-arg=B="x y" --target x -f d/Dockerfile .',
      ),
    ).toEqual({
      command: 'build',
      context: '.',
      tags: ['app:1'],
      buildArgs: ['A=1', 'B=x y'],
      noCache: false,
      quiet: true,
      target: 'x',
      file: 'd/Dockerfile',
    });
    expect(parseCommand('docker image ls')).toMatchObject({ command: 'images', quiet: false });
    expect(parseCommand('docker run --rm -it -e A=1 -v src:/src:ro -w /src app sh -c "ls -l" -v x')).toEqual({
      command: 'run',
      image: 'app',
      args: ['sh', '-c', 'ls -l', '-v', 'x'],
      env: ['A=1'],
      volumes: ['src:/src:ro'],
      workdir: '/src',
      tty: true,
      interactive: true,
      detach: false,
      remove: true,
    });
    expect(refusal('docker run -p 80:80 app')).toMatchObject({
      kind: 'not-here',
      subject: 'docker run --publish',
    });
    expect(parseCommand('docker builder prune -af --filter until=1h30m')).toEqual({
      command: 'prune',
      what: 'cache',
      all: true,
      force: true,
      olderThan: 5_400_000,
    });
    expect(parseCommand('docker buildx du --verbose')).toEqual({ command: 'du', verbose: true });
    expect(parseCommand('docker images --help')).toMatchObject({
      command: 'help',
      about: { name: 'images' },
    });
    expect(parseCommand('   ')).toEqual({ command: 'nothing' });
  });

  it.each(
    recordedCommands.filter((line) => /requires|unknown|accepts|invalid|needs/.test(recorded(line).join())),
  )('answer %s as Docker does', (line) => {
    const { lines, kind } = refusal(line);
    expect(lines).toEqual(recorded(line));
    expect(kind).toBe('usage');
  });

  it('tell what Docker has and this page has not from what nobody has', () => {
    expect(refusal('docker compose up')).toMatchObject({ kind: 'not-here', subject: 'docker compose' });
    expect(refusal('docker network ls')).toMatchObject({ kind: 'not-here', subject: 'docker network ls' });
    expect(refusal('docker build --push .')).toMatchObject({ kind: 'not-here' });
    expect(refusal('ls -l')).toMatchObject({ kind: 'no-shell', lines: ['sh: ls: not found'] });
    expect(refusal('docker images | wc -l')).toMatchObject({ kind: 'no-shell' });
  });
});

describe('the line for at home', () => {
  it('is the shortest that does the same, and is read back as it was meant', () => {
    const plain = { tags: [], target: '', buildArgs: [], noCache: false, file: 'Dockerfile' };
    expect(buildLine(plain)).toBe('docker build .');
    const all = {
      tags: ['app:1'],
      target: 'builder',
      buildArgs: ["WHO=it's me", 'A=1'],
      noCache: true,
      file: 'sub/Dockerfile',
    };
    const line = buildLine(all);
    expect(line).toBe(
      String.raw`docker build -t app:1 -f sub/Dockerfile --target builder --build-arg 'WHO=it'\''s me' --build-arg A=1 --no-cache .`,
    );
    expect(parseCommand(line)).toMatchObject({ ...all, command: 'build' });
  });
});
