import { describe, expect, it } from 'vitest';
import { adviseOn, TEACHING_RULES } from '../../../src/dockerfile/checks/teaching.ts';
import { parseDockerfile } from '../../../src/dockerfile/parse.ts';

const advice = (text: string) =>
  adviseOn(parseDockerfile(text)).map(({ code, lines }) => `${code} ${lines?.[0]?.first}`);

describe('advice of our own', () => {
  it.each<[string, string[]]>([
    ['FROM node\nWORKDIR /a\nCOPY . .\nRUN npm install', ['InstallAfterCopyAll 4']],
    ['FROM node\nCOPY package*.json ./\nRUN npm ci\nCOPY . .', []],
    [
      'FROM python\nCOPY . /app\nRUN pip install --no-cache-dir -r requirements.txt',
      ['InstallAfterCopyAll 3'],
    ],
    ['FROM node\nCOPY --from=x / /\nRUN npm install', []],
    ['FROM debian\nRUN apt-get update\nRUN apt-get install -y curl', ['PackageListsAlone 2']],
    ['FROM debian\nRUN apt-get -q update && apt-get install -y curl', []],
    ['FROM debian\nRUN <<E\napt-get update\napt-get install -y curl\nE', []],
    [
      'FROM a\nCOPY big.tar /tmp/big.tar\nRUN tar xf /tmp/big.tar && rm -f /tmp/big.tar',
      ['RemovalFreesNothing 3'],
    ],
    ['FROM a\nCOPY x /tmp/x\nRUN rm /tmp/y', []],
    ['FROM golang:1.23\nRUN go build', ['ToolchainInFinalStage 1']],
    ['FROM golang:1.23 AS build\nRUN go build\nFROM scratch\nCOPY --from=build /a /a', []],
    ['FROM a\nCMD ["x"]', ['RunsAsRoot 2']],
    ['FROM a\nUSER app\nCMD ["x"]', []],
    ['FROM a AS b\nUSER app\nFROM b\nCMD ["x"]', []],
    ['FROM a\nUSER 0:0\nCMD ["x"]', ['RunsAsRoot 2']],
    ['FROM a\nCOPY --parents x y /z/', ['LabsFeature 2']],
    ['# syntax=docker/dockerfile:1-labs\nFROM a\nCOPY --parents x y /z/', []],
    ['# syntax=docker/dockerfile:1\nFROM a\nRUN --device=x true', ['LabsFeature 3']],
  ])('%j: %j', (text, expected) => {
    expect(advice(text)).toEqual(expected);
  });

  it('adds the syntax line that labs features want', () => {
    const text = 'FROM a\nCOPY --parents x /\n';
    const [edit] = adviseOn(parseDockerfile(text))[0]?.fix?.edits ?? [];
    if (edit === undefined) throw new Error('expected a fix');
    const mended = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
    expect(mended).toBe(`# syntax=docker/dockerfile:1-labs\n${text}`);
    expect(adviseOn(parseDockerfile(mended))).toEqual([]);
  });

  it('has six rules, each with an explanation', () => {
    const text =
      'FROM golang\nCOPY . .\nCOPY a /tmp/a\nRUN apt-get update; npm i\nRUN rm /tmp/a\nCOPY --parents x /\nCMD x';
    const found = adviseOn(parseDockerfile(text));
    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(TEACHING_RULES));
    for (const { explanation } of found) expect(explanation.length).toBeGreaterThan(40);
  });
});
