import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCall } from '../../src/cli/call-option.ts';
import { baseContext, runCli, withFolder } from '../conformance/run-cli.ts';

async function call(dockerfile: string, ...options: readonly string[]) {
  return withFolder(async (folder) => {
    const context = join(folder, 'context');
    mkdirSync(context);
    writeFileSync(join(context, 'Dockerfile'), dockerfile);
    const { exitCode, standardOutput, standardError } = await runCli([
      'build',
      ...['--offline', '--build-context', baseContext, '--cache-dir', join(folder, 'cache')],
      ...options,
      context,
    ]);
    const output = new TextDecoder().decode(standardOutput).replaceAll(`${context}/`, '');
    return { exitCode, output, errors: standardError.replaceAll(`${context}/`, '') };
  });
}

const from = 'FROM spike/base:1 AS first\n';

describe('--check', () => {
  it('says on standard output what is wrong, and fails', async () => {
    const { exitCode, output } = await call(`${from}MAINTAINER me\n`, '--check');
    expect(exitCode).toBe(1);
    expect(output).toContain('Check complete, 1 warning has been found!\n\nWARNING: MaintainerDeprecated - ');
  });

  it('runs nothing', async () => {
    const { exitCode, output, errors } = await call(`${from}RUN exit 3\nCOPY missing /\n`, '--check');
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: 'Check complete, no warnings found.\n' });
    expect(errors).not.toContain('RUN');
  });

  it('can leave the exit code alone', async () => {
    const { exitCode } = await call(`${from}MAINTAINER me\n`, '--call=check,ignorestatus=true');
    expect(exitCode).toBe(0);
  });

  it('gives our own advice only when asked, and does not fail for it', async () => {
    const dockerfile = `${from}RUN apt-get update\n`;
    expect((await call(dockerfile, '--check')).output).toBe('Check complete, no warnings found.\n');
    const { exitCode, output } = await call(dockerfile, '--check', '--advice');
    expect(exitCode).toBe(0);
    expect(output).toContain('\nADVICE: PackageListsAlone\n');
    expect(output).toContain('>>> RUN apt-get update');
  });

  it('answers in JSON', async () => {
    const { exitCode, output } = await call(`${from}CMD a \\\n  b\nRUNN x\n`, '--call=check,format=json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      warnings: [],
      sources: [{ filename: 'Dockerfile', language: 'Dockerfile' }],
      buildError: {
        message: 'dockerfile parse error on line 4: unknown instruction: RUNN (did you mean RUN?)',
        location: { ranges: [{ start: { line: 4 }, end: { line: 4 } }] },
      },
    });
  });
});

describe('--call=targets', () => {
  const stages = `# first makes the rest possible\n${from}FROM first AS second\nFROM scratch\n`;

  it('lists the stages, with their comments', async () => {
    const { exitCode, output } = await call(stages, '--call=targets');
    expect(exitCode).toBe(0);
    expect(output).toBe('TARGET    DESCRIPTION\nfirst     makes the rest possible\nsecond    \n(default) \n');
  });

  it('answers in JSON', async () => {
    const { output } = await call(stages, '--call=targets,format=json');
    expect(JSON.parse(output).targets).toEqual([
      {
        name: 'first',
        description: 'makes the rest possible',
        base: 'spike/base:1',
        location: { ranges: [{ start: { line: 2 }, end: { line: 2 } }] },
      },
      { name: 'second', base: 'first', location: { ranges: [{ start: { line: 3 }, end: { line: 3 } }] } },
      { default: true, base: 'scratch', location: { ranges: [{ start: { line: 4 }, end: { line: 4 } }] } },
    ]);
  });

  it('says what is wrong with the Dockerfile', async () => {
    const { exitCode, errors } = await call('FROM\n', '--call=targets');
    expect(exitCode).toBe(1);
    expect(errors).toContain('FROM requires either one or three arguments');
  });
});

describe('--call=outline', () => {
  it('lists what can be given to the target', async () => {
    const text = `# V is the version\nARG V=1\n${from}ARG V\nRUN --mount=type=secret,id=key,required true\n`;
    const { exitCode, output } = await call(text, '--call=outline', '--build-arg=V=2');
    expect(exitCode).toBe(0);
    expect(output).toBe(
      'TARGET: first\n\nBUILD ARG   VALUE   DESCRIPTION\nV           2       \n\nSECRET   REQUIRED\nkey      true\n\n',
    );
  });

  it('says what is wrong with the Dockerfile', async () => {
    const { exitCode, errors } = await call('FROM\n', '--call=outline');
    expect(exitCode).toBe(1);
    expect(errors).toContain('FROM requires either one or three arguments');
  });
});

describe('what is called', () => {
  it.each([
    [undefined, false, 'build'],
    [undefined, true, 'check'],
    ['lint', false, 'check'],
    ['targets', true, 'targets'],
    ['outline', false, 'outline'],
    ['', false, 'build'],
  ] as const)('%s with --check %s is %s', (text, check, method) => {
    expect(parseCall(text, check).method).toBe(method);
  });

  it.each([
    ['foo', 'unsupported request frontend.foo'],
    ['check,targets', 'invalid print value: check,targets'],
    ['check,foo=1', 'invalid print field: foo=1'],
    ['check,ignorestatus=x', 'invalid ignorestatus print value: x'],
  ])('%s is refused in Docker’s words', (text, message) => {
    expect(() => parseCall(text, false)).toThrow(message);
  });
});
