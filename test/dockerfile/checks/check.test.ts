// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the ${…} here are the variables of Dockerfiles
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BaseImage, type CheckOptions, checkDockerfile } from '../../../src/dockerfile/checks/check.ts';
import { RULE_NAMES } from '../../../src/dockerfile/checks/rules.ts';
import type { Fix } from '../../../src/dockerfile/fix.ts';
import { parseIgnoreFile } from '../../../src/dockerfile/ignore.ts';
import { parseDockerfile } from '../../../src/dockerfile/parse.ts';

const base: BaseImage = { env: ['PATH=/bin', 'BASE_VERSION=1'], hasShell: false, onbuild: [] };
const known: CheckOptions = { baseImage: () => base };

/** What is found, as `Rule: message (line N)`. */
function found(text: string, options: CheckOptions = known): string[] {
  return checkDockerfile(parseDockerfile(text), options).warnings.map(
    ({ code, message, lines }) => `${code}: ${message} (line ${lines?.[0]?.first})`,
  );
}

function applied(text: string, { edits }: Fix): string {
  return [...edits]
    .sort((a, b) => b.from - a.from)
    .reduce((changed, { from, to, text: put }) => changed.slice(0, from) + put + changed.slice(to), text);
}

/** The text after the first fix. */
function fixed(text: string): string {
  const fix = checkDockerfile(parseDockerfile(text), known).warnings.find((each) => each.fix)?.fix;
  if (!fix) throw new Error('expected a fix');
  return applied(text, fix);
}

describe('build checks say what docker build --check says', () => {
  it.each<[string, string[]]>([
    ['FROM a AS Base', ["StageNameCasing: Stage name 'Base' should be lowercase (line 1)"]],
    ['FROM a as b', ["FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)"]],
    ['FROM a\nRUN x \\\n\n y', ['NoEmptyContinuation: Empty continuation line (line 4)']],
    [
      'FROM a\nrun x\nRUN y',
      [
        "ConsistentInstructionCasing: Command 'run' should match the case of the command majority (uppercase) (line 2)",
      ],
    ],
    [
      'FROM a AS b\nFROM a AS b',
      ['DuplicateStageName: Duplicate stage name "b", stage names should be unique (line 2)'],
    ],
    [
      'FROM a AS scratch',
      ['ReservedStageName: Stage name should not use the same name as reserved stage "scratch" (line 1)'],
    ],
    [
      'FROM a\nCMD echo',
      [
        'JSONArgsRecommended: JSON arguments recommended for CMD to prevent unintended behavior related to OS signals (line 2)',
      ],
    ],
    ['FROM a\nSHELL ["bash"]\nCMD echo', []],
    [
      'FROM a\nMAINTAINER me',
      ['MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label (line 2)'],
    ],
    [
      'ARG VERSION=1\nFROM a:${VERSON}x',
      ["UndefinedArgInFrom: FROM argument 'VERSON' is not declared (did you mean VERSION?) (line 2)"],
    ],
    [
      'FROM a\nWORKDIR app\nWORKDIR sub',
      [
        'WorkdirRelativePath: Relative workdir "app" can have unexpected results if the base image changes (line 2)',
      ],
    ],
    ['FROM a AS b\nWORKDIR /x\nFROM b\nWORKDIR y', []],
    ['FROM a\nCOPY x $DST', ["UndefinedVar: Usage of undefined variable '$DST' (line 2)"]],
    [
      'FROM a\nLABEL v=$BASE_VERSON',
      ["UndefinedVar: Usage of undefined variable '$BASE_VERSON' (did you mean $BASE_VERSION?) (line 2)"],
    ],
    ['ARG V=1\nFROM a\nARG V\nARG UNSET\nENV A=$V B=$UNSET', []],
    ['FROM a AS p\nENV X=1\nONBUILD ARG Y=2\nFROM p\nLABEL x=$X y=$Y', []],
    ['FROM a\nENV X=1 Y=$X', ["UndefinedVar: Usage of undefined variable '$X' (line 2)"]],
    [`FROM a\nCOPY <<E /x\nit's $NOPE\nE`, ["UndefinedVar: Usage of undefined variable '$NOPE' (line 2)"]],
    ['FROM a\nRUN echo $NOPE', []],
    [
      'FROM a\nCMD ["a"]\nCMD ["b"]',
      [
        'MultipleInstructionsDisallowed: Multiple CMD instructions should not be used in the same stage because only the last one will be used (line 2)',
      ],
    ],
    [
      'FROM a\nENV name value here',
      [
        'LegacyKeyValueFormat: "ENV key=value" should be used instead of legacy "ENV key value" format (line 2)',
      ],
    ],
    [
      'FROM --platform=$TARGETPLATFORM a',
      [
        'RedundantTargetPlatform: Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior (line 1)',
      ],
    ],
    [
      'FROM a\nARG GITHUB_TOKEN\nENV API_KEY=x PUBLIC_KEY=y',
      [
        'SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive data (ARG "GITHUB_TOKEN") (line 2)',
        'SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive data (ENV "API_KEY") (line 3)',
      ],
    ],
    [
      'ARG TAG\nFROM a:${TAG}',
      [
        'InvalidDefaultArgInFrom: Default value for ARG a:${TAG} results in empty or invalid base image name (line 2)',
      ],
    ],
    [
      'FROM --platform=linux/arm64 a',
      [
        'FromPlatformFlagConstDisallowed: FROM --platform flag should not use constant value "linux/arm64" (line 1)',
      ],
    ],
    ['FROM --platform=linux/arm64 a AS build-arm64', []],
    ['FROM --platform=$BUILDPLATFORM a', []],
    [
      'FROM a\nEXPOSE 80/TCP',
      ["ExposeProtoCasing: Defined protocol '80/TCP' in EXPOSE instruction should be lowercase (line 2)"],
    ],
    [
      'FROM a\nEXPOSE 127.0.0.1:80:80 81',
      [
        "ExposeInvalidFormat: EXPOSE instruction should not define an IP address or host-port mapping, found '127.0.0.1:80:80' (line 2)",
      ],
    ],
  ])('%j', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('about files that .dockerignore leaves out, and comments, only when asked for experimental rules', () => {
    const text = 'FROM a\nCOPY secret.txt /\n# a comment\nARG V=1\n';
    const options = { ...known, ignore: parseIgnoreFile('*.md\nsecret*') };
    expect(found(text, options)).toEqual([]);
    expect(found(`# check=experimental=all\n${text}`, options)).toEqual([
      'InvalidDefinitionDescription: Comment for ARG should follow the format: `# V <description>` (line 5)',
      'CopyIgnoredFile: Attempting to Copy file "secret.txt" that is excluded by .dockerignore (line 3)',
    ]);
    expect(
      found('# check=experimental=all\nFROM a\n# V is a version\nARG V=1\n# no description\n\nARG W=1'),
    ).toEqual([]);
  });

  it('about base images for another platform', () => {
    const arm: BaseImage = { ...base, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } };
    expect(found('FROM a', { baseImage: () => arm })).toEqual([
      'InvalidBaseImagePlatform: Base image a was pulled with platform "linux/arm64", expected "linux/amd64" for current build (line 1)',
    ]);
    expect(
      found('FROM --platform=$BUILDPLATFORM a', {
        baseImage: () => arm,
        buildPlatform: { os: 'linux', architecture: 'arm64' },
      }),
    ).toEqual([]);
  });

  it('about images for another platform that files are taken from; for a mount no line is named', () => {
    const arm: BaseImage = { ...base, platform: { os: 'linux', architecture: 'arm' } };
    const baseImage = (name: string) => (name === 'b' ? arm : base);
    const text = 'FROM a\nCOPY --from=b /x /\nRUN --mount=from=b,target=/b true\nCOPY --from=$b /x /';
    const { warnings } = checkDockerfile(parseDockerfile(text), { baseImage });
    expect(warnings.map(({ code, lines }) => [code, lines])).toEqual([
      ['InvalidBaseImagePlatform', [{ first: 2, last: 2 }]],
      ['InvalidBaseImagePlatform', undefined],
    ]);
    expect(warnings[0]?.message).toContain('platform "linux/arm/v7", expected "linux/amd64"');
  });

  it('about the case of another word in the place of AS, which is no fix', () => {
    const { warnings } = checkDockerfile(parseDockerfile('FROM a x Y'), known);
    expect(warnings.map(({ code, fix }) => [code, fix?.title])).toEqual([
      ['StageNameCasing', 'Rename to y'],
      ['FromAsCasing', undefined],
    ]);
  });

  it('and nothing about variables that an unknown base image may define', () => {
    expect(found('FROM a\nLABEL v=$PYTHON_VERSION\nEXPOSE $PORT', {})).toEqual([]);
  });

  it('of what stands before the place where an error ended the reading', () => {
    const stages = 'FROM a as One\nENV K v\nCMD x\nFROM $NOPE\nMAINTAINER me';
    const rules = (reached: CheckOptions['reached']) =>
      found(stages, { ...known, ...(reached === undefined ? {} : { reached }) }).map(
        (each) => each.split(':')[0],
      );
    expect(rules({ phase: 'lines', offset: -1 })).toEqual([]);
    expect(rules({ phase: 'instructions', offset: 0 })).toEqual(['StageNameCasing', 'FromAsCasing']);
    expect(rules({ phase: 'stages' })).toContain('InvalidDefaultArgInFrom');
    expect(rules({ phase: 'images' })).not.toContain('LegacyKeyValueFormat');
    expect(rules({ phase: 'steps', offset: stages.indexOf('ENV') })).toContain('LegacyKeyValueFormat');
    expect(rules({ phase: 'steps', offset: stages.indexOf('ENV') })).not.toContain('JSONArgsRecommended');
  });

  it('of a trigger that fires, said of the FROM that brought it', () => {
    expect(found('FROM a AS b\nONBUILD WORKDIR rel\nFROM b')).toEqual([
      'WorkdirRelativePath: Relative workdir "rel" can have unexpected results if the base image changes (line 3)',
    ]);
  });

  it('only about the stages that are built, where it depends on the build', () => {
    const text = 'FROM a AS one\nCMD x\nFROM a AS Two\nCMD y';
    expect(found(text, { ...known, stages: new Set([1]) }).map((each) => each.split(':')[0])).toEqual([
      'StageNameCasing',
      'JSONArgsRecommended',
    ]);
  });
});

describe('# check=', () => {
  const text = 'FROM a as b\nCMD x';
  it('skips rules, all of them, or makes them fail the build', () => {
    expect(found(`# check=skip=FromAsCasing,JSONArgsRecommended\n${text}`)).toEqual([]);
    expect(found(`# check=skip=all\n${text}`)).toEqual([]);
    const failing = checkDockerfile(parseDockerfile(`# check=error=true;skip=FromAsCasing\n${text}`), known);
    expect(failing.error?.message).toBe('lint violation found for rules: JSONArgsRecommended');
    expect(checkDockerfile(parseDockerfile('# check=error=true\nFROM a'), known).error).toBeUndefined();
  });

  it.each([
    ['skip', 'invalid check option "skip"'],
    ['what=1', 'invalid check option "what"'],
    ['skip=FromAsCasing;', 'invalid check option ""'],
    [
      'error=maybe',
      'failed to parse check option "error=maybe": strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
  ])('refuses %j', (setting, message) => {
    const { error } = checkDockerfile(parseDockerfile(`# check=${setting}\n${text}`), known);
    expect(error?.message).toBe(`failed to parse check options: ${message}`);
  });

  it('ends at the first space, and gives way to the build argument', () => {
    expect(found(`# check=skip=FromAsCasing, JSONArgsRecommended\n${text}`)).toHaveLength(1);
    const buildArgs = new Map([['BUILDKIT_DOCKERFILE_CHECK', 'skip=all']]);
    expect(found(`# check=error=true\n${text}`, { ...known, buildArgs })).toEqual([]);
  });
});

describe('fixes', () => {
  it.each([
    ['FROM a as b', 'FROM a AS b'],
    ['FROM a AS B', 'FROM a AS b'],
    ['FROM a\nCMD node server.js', 'FROM a\nCMD ["node", "server.js"]'],
    ['FROM a\nENV K some words', 'FROM a\nENV K="some words"'],
    ['FROM a\nEXPOSE 53/UDP', 'FROM a\nEXPOSE 53/udp'],
    ['FROM a\nEXPOSE 127.0.0.1:8080:80/udp 81', 'FROM a\nEXPOSE 80/udp 81'],
    ['FROM a\nRUN x \\\n\n  y \\\n \n  z', 'FROM a\nRUN x \\\n  y \\\n  z'],
    ['FROM --platform=$TARGETPLATFORM  a AS b', 'FROM a AS b'],
    ['FROM a\nCMD ["x"]\nCMD ["y"]', 'FROM a\nCMD ["y"]'],
    ['FROM a\nENV VERSION=1\nLABEL v="${VERSON}-x"', 'FROM a\nENV VERSION=1\nLABEL v="${VERSION}-x"'],
    ['ARG TAG=1\nFROM a:$TAK', 'ARG TAG=1\nFROM a:$TAG'],
    [
      '# check=experimental=all\nFROM a\n# why\nARG V=1',
      '# check=experimental=all\nFROM a\n# why\n\nARG V=1',
    ],
    ['FROM a\nMAINTAINER "me" <m@x>', 'FROM a\nLABEL org.opencontainers.image.authors="\\"me\\" <m@x>"'],
  ])('%j becomes %j, which is not warned about', (text, expected) => {
    expect(fixed(text)).toBe(expected);
    expect(found(expected)).toEqual([]);
  });

  it('are not offered where the shell is needed', () => {
    const { warnings } = checkDockerfile(parseDockerfile('FROM a\nCMD echo $HOME && ls'), known);
    expect(warnings[0]?.fix).toBeUndefined();
  });
});

describe('any Dockerfile', () => {
  it('is checked without an exception, by rules that exist', () => {
    const line = fc
      .array(
        fc.constantFrom(
          'FROM',
          'a',
          'AS',
          'B',
          '\n',
          'ARG',
          'X=$Y',
          'ENV',
          'K',
          'v',
          'CMD',
          'COPY',
          'EXPOSE',
          '80/TCP',
          '${',
          '--platform=$Z',
          'ONBUILD',
          '# c\n',
          '<<E',
          '\nE\n',
          'WORKDIR',
        ),
        { maxLength: 30 },
      )
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(line, (text) => {
        for (const { code } of checkDockerfile(parseDockerfile(`FROM a\n${text}`), known).warnings) {
          expect(RULE_NAMES).toContain(code);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
