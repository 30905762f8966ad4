/** What the editor offers while a Dockerfile is typed: instructions, flags, stages and base images. */
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { BundledImage } from '../../worker/protocol.ts';

const instructions: readonly Completion[] = (
  [
    ['FROM', 'begins a stage on a base image'],
    ['RUN', 'runs a command, keeps what it changes'],
    ['COPY', 'copies from the build context or a stage'],
    ['ADD', 'copies, unpacks archives'],
    ['WORKDIR', 'sets the directory for what follows'],
    ['ENV', 'sets an environment variable'],
    ['ARG', 'declares a build argument'],
    ['CMD', 'the command a container starts with'],
    ['ENTRYPOINT', 'the program a container always runs'],
    ['EXPOSE', 'documents a port'],
    ['LABEL', 'adds metadata'],
    ['USER', 'sets the user for what follows'],
    ['VOLUME', 'declares a mount point'],
    ['SHELL', 'sets the shell of shell-form instructions'],
    ['HEALTHCHECK', 'tells how to test a container'],
    ['STOPSIGNAL', 'sets the signal that stops a container'],
    ['ONBUILD', 'runs in builds on this image'],
  ] as const
).map(([label, detail]) => ({ label, detail, type: 'keyword' }));

const flags: Readonly<Record<string, readonly string[]>> = {
  FROM: ['--platform='],
  COPY: ['--from=', '--chown=', '--chmod=', '--link', '--parents', '--exclude='],
  ADD: ['--chown=', '--chmod=', '--link', '--checksum=', '--exclude='],
  RUN: ['--mount=', '--network=', '--security='],
  HEALTHCHECK: ['--interval=', '--timeout=', '--start-period=', '--start-interval=', '--retries='],
};

/** A completion source; `images` is asked each time, since they arrive later than the editor. */
export function dockerfileCompletion(
  images: () => readonly BundledImage[],
): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const previous = line.number > 1 ? context.state.doc.line(line.number - 1).text : '';
    if (/\\\s*$/.test(previous)) return null;
    const keyword = /^\s*([A-Za-z]*)$/.exec(before);
    if (keyword) {
      const typed = keyword[1] ?? '';
      return typed === '' && !context.explicit
        ? null
        : { from: context.pos - typed.length, options: instructions };
    }
    const stage = /--from=([\w.-]*)$/.exec(before);
    if (stage) {
      return {
        from: context.pos - (stage[1] ?? '').length,
        options: stageNames(context.state.doc.toString()),
      };
    }
    const base = /^\s*FROM\s+([\w./:@-]*)$/i.exec(before);
    if (base) {
      return { from: context.pos - (base[1] ?? '').length, options: images().map(imageCompletion) };
    }
    const flag = /^\s*([A-Za-z]+)\s(?:.*\s)?(--[a-z-]*)$/.exec(before);
    const known = flag ? flags[(flag[1] ?? '').toUpperCase()] : undefined;
    if (!flag || !known) return null;
    return {
      from: context.pos - (flag[2] ?? '').length,
      options: known.map((label) => ({ label, type: 'property' })),
    };
  };
}

function stageNames(text: string): readonly Completion[] {
  return [...text.matchAll(/^\s*FROM\s+.*\sAS\s+(\S+)/gim)].map((match) => ({
    label: match[1] ?? '',
    type: 'variable',
  }));
}

function imageCompletion(image: BundledImage): Completion {
  return { label: image.name, type: 'class', info: image.summary };
}
