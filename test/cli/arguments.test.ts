import { describe, expect, it } from 'vitest';
import { type BuildOptions, parseArguments } from '../../src/cli/arguments.ts';

function build(args: readonly string[], environment: Record<string, string> = {}): BuildOptions {
  const command = parseArguments(['build', ...args], environment);
  if (command.command !== 'build') throw new Error('that is no build');
  return command.options;
}

describe('the arguments of dry-dock build', () => {
  it('are read in every form that Docker takes them in', () => {
    for (const args of [
      ['-t', 'app', '--target', 'x', '-q', '.'],
      ['-tapp', '--target=x', '--quiet', '.'],
      ['-qt=app', '.', '--target', 'x'],
      ['-qt', 'app', '--target=x', '--', '.'],
    ]) {
      expect(build(args)).toMatchObject({ tags: ['app'], target: 'x', progress: 'quiet', context: '.' });
    }
  });

  it('take a build argument from the environment when no value is given', () => {
    const { buildArgs } = build(['--build-arg', 'A', '--build-arg', 'B=', '--build-arg', 'NONE', '.'], {
      A: 'from the environment',
    });
    expect([...buildArgs]).toEqual([
      ['A', 'from the environment'],
      ['B', ''],
    ]);
  });

  it('let the last of several values win, but collect tags and outputs', () => {
    const { file, tags, outputs } = build([
      ...['-f', 'a', '-f', 'b', '-t', 'x', '-t', 'y:2'],
      ...['-o', 'type=oci,dest=i.tar', '-o', 'out', '.'],
    ]);
    expect(file).toBe('b');
    expect(tags).toEqual(['x', 'y:2']);
    expect(outputs.map(({ type, dest }) => `${type} ${dest}`)).toEqual(['oci i.tar', 'local out']);
  });

  it('read SOURCE_DATE_EPOCH from the environment and refuse what is no time', () => {
    expect(build(['.'], { SOURCE_DATE_EPOCH: '1700000000' }).sourceDateEpoch).toBe(1_700_000_000);
    expect(build(['.'], { SOURCE_DATE_EPOCH: '' }).sourceDateEpoch).toBeUndefined();
    expect(() => build(['.'], { SOURCE_DATE_EPOCH: 'now' })).toThrow('invalid SOURCE_DATE_EPOCH: now');
  });

  it('take SOURCE_DATE_EPOCH as a build argument too, and that one wins', () => {
    const given = build(['--build-arg', 'SOURCE_DATE_EPOCH=5', '.'], { SOURCE_DATE_EPOCH: '9' });
    expect(given.sourceDateEpoch).toBe(5);
    expect(build(['.'], { SOURCE_DATE_EPOCH: '9' }).buildArgs.get('SOURCE_DATE_EPOCH')).toBe('9');
  });

  it.each([
    [['--nope', '.'], 'unknown flag: --nope'],
    [['-x', '.'], "unknown shorthand flag: 'x' in -x"],
    [['.', '--target'], 'flag needs an argument: --target'],
    [[], "'dry-dock build' requires 1 argument"],
    [['a', 'b'], "'dry-dock build' requires 1 argument"],
    [['-', '-f', '-'], "can't use stdin for both build context and dockerfile"],
    [['-t', 'Ap p', '.'], 'invalid tag "Ap p": invalid reference format'],
    [['--progress', 'loud', '.'], 'invalid progress value: loud'],
    [['--platform', 'linux/arm64', '.'], '"linux/arm64": unsupported platform'],
    [['--output', 'type=image', '.'], 'exporter "image" could not be found'],
    [['--output', 'type=local,dest=-', '.'], 'dest - not supported for local exporter'],
    [['--output', 'dest=x', '.'], 'type is required for output'],
    [['-o', 'type=oci', '-o', 'type=tar', '.'], 'multiple outputs to stdout'],
    [
      ['-o', 'type=oci,dest=a,rewrite-timestamp=true', '-o', 'type=oci,dest=b', '.'],
      'rewrite-timestamp differs between outputs',
    ],
    [['--build-context', 'x', '.'], 'invalid context value: x, expected key=value'],
    [['--secret', 'src=', '.'], 'secret id is required'],
  ])('refuse %j with Docker’s sentence', (args, sentence) => {
    expect(() => build(args)).toThrow(sentence);
  });

  it('refuse what needs a daemon or a registry, and say what to do instead', () => {
    const refused = expect(() => build(['--load', '.']));
    refused.toThrow(expect.objectContaining({ advice: expect.stringContaining('docker load -i') }));
    expect(() => build(['--cache-from=x', '.'])).toThrow('unsupported flag: --cache-from');
  });

  it('know the archives and layouts that a build context may be', () => {
    const { namedContexts } = build([
      ...['--build-context', 'a=docker-archive:x.tar', '--build-context', 'b=oci-layout://dir:1'],
      ...['--build-context', 'c=./folder', '--build-context', 'd=docker-image://alpine', '.'],
    ]);
    expect(namedContexts.map(({ source }) => source)).toEqual([
      { kind: 'docker-archive', path: 'x.tar' },
      { kind: 'oci-layout', path: 'dir', tag: '1' },
      { kind: 'folder', path: './folder' },
      { kind: 'image', reference: 'alpine' },
    ]);
  });
});

describe('dry-dock alone', () => {
  it('explains itself', () => {
    expect(parseArguments([], {})).toEqual({ command: 'help', about: 'all' });
    expect(parseArguments(['build', '--help'], {})).toEqual({ command: 'help', about: 'build' });
  });

  it('knows the commands that it has', () => {
    expect(() => parseArguments(['commit'], {})).toThrow('unknown command: dry-dock commit');
  });
});
