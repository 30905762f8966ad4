/**
 * A Dockerfile's instructions as canonical text: one spelling for each of its parts, so that a test can see that nothing
 * is lost or read differently. Words are printed as they are written; the reader leaves their quotes in them.
 */
import type {
  AddInstruction,
  CommandLine,
  CopyInstruction,
  Flag,
  Heredoc,
  Instruction,
  KeyValue,
} from '../../src/dockerfile/instruction.ts';
import type { Dockerfile } from '../../src/dockerfile/parse.ts';
import type { Argument } from '../../src/dockerfile/source.ts';

export function printDockerfile({ directives, escape: escapeCharacter, instructions }: Dockerfile): string {
  const head = directives.map(({ name, value }) => `# ${name}=${value.text}\n`).join('');
  return head + instructions.map((each) => `${printInstruction(each, escapeCharacter)}\n`).join('');
}

function printInstruction(instruction: Instruction, escapeCharacter: string): string {
  const line = [instruction.kind, ...instruction.flags.map(printFlag), ...words(instruction)].join(' ');
  // A line end inside quotes would end the line.
  const safe = line.endsWith(escapeCharacter) ? `${line} ` : line;
  return safe + bodies(instruction).map(printBody).join('');
}

function words(instruction: Instruction): readonly string[] {
  switch (instruction.kind) {
    case 'FROM': {
      const { base, stageName } = instruction;
      return [base.text, ...(stageName === undefined ? [] : ['AS', stageName.text])];
    }
    case 'ARG':
      return instruction.args.map(({ name, value }) =>
        value === undefined ? name.text : `${name.text}=${value.text}`,
      );
    case 'ENV':
    case 'LABEL':
      return instruction.legacy
        ? instruction.pairs.map(({ key, value }) => `${key.text} ${value.text}`)
        : instruction.pairs.map(printPair);
    case 'RUN':
    case 'CMD':
    case 'ENTRYPOINT':
      return [printCommand(instruction.command)];
    case 'HEALTHCHECK':
      return instruction.command === undefined ? ['NONE'] : ['CMD', printCommand(instruction.command)];
    case 'MAINTAINER':
      return [instruction.name.text];
    case 'EXPOSE':
      return instruction.ports.map(({ text }) => text);
    case 'COPY':
    case 'ADD':
      return paths(instruction);
    case 'WORKDIR':
      return [instruction.path.text];
    case 'USER':
      return [instruction.user.text];
    case 'VOLUME':
      return [json(instruction.paths)];
    case 'SHELL':
      return [json(instruction.args)];
    case 'STOPSIGNAL':
      return [instruction.signal.text];
    case 'ONBUILD':
      // Its bodies stand in the expression, too.
      return [instruction.expression.split('\n')[0] ?? ''];
  }
}

/** JSON where a word could fall apart; a heredoc must stand as it is. */
function paths({ sources, inlineFiles, destination }: CopyInstruction | AddInstruction): readonly string[] {
  const all = [...sources, destination];
  const needsJson = inlineFiles.length === 0 && all.some(({ text }) => /[\s"'\\`[]|^--|^$|<</.test(text));
  if (needsJson) return [json(all)];
  return [...sources.map(({ text }) => text), ...inlineFiles.map(heredocWord), destination.text];
}

function heredocWord({ name, expand, chomp, fileDescriptor }: Heredoc): string {
  const quoted = expand ? name : `"${name}"`;
  return `${fileDescriptor === 0 ? '' : fileDescriptor}<<${chomp ? '-' : ''}${quoted}`;
}

function bodies(instruction: Instruction): readonly Heredoc[] {
  switch (instruction.kind) {
    case 'RUN':
    case 'ONBUILD':
      return instruction.heredocs;
    case 'COPY':
    case 'ADD':
      return instruction.inlineFiles;
    default:
      return [];
  }
}

function printBody({ content, name }: Heredoc): string {
  return `\n${content}${name}`;
}

function printFlag({ name, value }: Flag): string {
  return value === undefined ? `--${name}` : `--${name}=${value.text.replace(/[\s"'\\]/g, '\\$&')}`;
}

function printPair({ key, value }: KeyValue): string {
  return `${key.text}=${value.text}`;
}

function printCommand(command: CommandLine): string {
  return command.form === 'json' ? json(command.args) : command.text.text;
}

function json(args: readonly Argument[]): string {
  return JSON.stringify(args.map(({ text }) => text));
}
