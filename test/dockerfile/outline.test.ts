// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the ${…} here are the variables of Dockerfiles
/** What a target asks for; `test/conformance/checks/outline*` has what Docker says of the same. */
import { describe, expect, it } from 'vitest';
import { type Outline, outlineOf } from '../../src/dockerfile/outline.ts';
import { parseStrictly } from '../../src/dockerfile/parse.ts';
import { Scope } from '../../src/dockerfile/scope.ts';
import { findTarget, stageGraph } from '../../src/dockerfile/stage-graph.ts';

function outline(text: string, target?: string, buildArgs: ReadonlyMap<string, string> = new Map()): Outline {
  const dockerfile = parseStrictly(text);
  const platform = [['TARGETARCH', 'amd64']] as const;
  const globals = new Scope(dockerfile.escape, platform);
  for (const arg of dockerfile.metaArgs) globals.declare(arg, buildArgs);
  return outlineOf(dockerfile, {
    graph: stageGraph(dockerfile, globals),
    target: findTarget(dockerfile, target),
    buildArgs,
    platform,
    baseImage: () => ({ env: ['HOME=/root'], onbuild: ['ARG WAITED=$HOME'] }),
  });
}

const args = (text: string, target?: string) =>
  outline(text, target).args.map(({ name, value, lines }) => `${lines.first} ${name}=${value}`);

describe('outlineOf', () => {
  it('has the ARGs that the target uses, with what their defaults need, and no others', () => {
    const text = 'ARG A=1\nARG B=${A}2\nARG C=3\nFROM a:$B AS one\nARG D\nFROM a AS two\nARG E=$HOME';
    expect(args(text, 'one')).toEqual(['1 A=1', '2 B=12', '4 WAITED=/root', '5 D=']);
    expect(args(text, 'two')).toEqual(['6 WAITED=/root', '7 E=/root']);
  });

  it('takes the nearest where a name is defined more than once', () => {
    const text =
      'FROM a AS one\nARG X=far\nFROM a AS other\nARG X=copied\nARG Y=y\nFROM one\nARG X=near\nCOPY --from=other / /';
    expect(args(text)).toEqual(['1 WAITED=/root', '5 Y=y', '7 X=near']);
  });

  it('shows no ARG of the platform unless it is given', () => {
    const text = 'FROM scratch\nARG TARGETARCH';
    expect(outline(text).args.map(({ name }) => name)).toEqual(['WAITED']);
    const given = outline(text, undefined, new Map([['TARGETARCH', 'arm64']]));
    expect(given.args.map(({ name, value }) => `${name}=${value}`)).toContain('TARGETARCH=arm64');
  });

  it('has each secret once, by its id or the last name of its target, with variables filled in', () => {
    const mounts =
      'FROM a\nENV N=x\nRUN --mount=type=secret,id=$N true\nRUN --mount=type=secret,target=/d/y/,required --mount=type=secret,id=x,required --mount=type=ssh true';
    const { secrets, ssh } = outline(mounts);
    expect(secrets.map(({ name, required }) => [name, required])).toEqual([
      ['x', false],
      ['y', true],
    ]);
    expect(ssh.map(({ name }) => name)).toEqual(['default']);
  });

  it('is done in one walk where every stage takes from many', () => {
    const stages = Array.from(
      { length: 60 },
      (_, index) =>
        `FROM a AS s${index}\n${index < 2 ? '' : `COPY --from=s${index - 1} / /\nCOPY --from=s${index - 2} / /\n`}ARG A${index}`,
    );
    expect(outline(stages.join('\n')).args.length).toBe(61);
  });
});
