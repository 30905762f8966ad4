// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the ${…} here are the variables of Dockerfiles
/** Dockerfiles that a person could write, for property tests: every instruction, with flags, quotes and heredocs. */
import fc from 'fast-check';

const name = fc.constantFrom('a', 'b2', 'NAME', 'x_y', 'Z');
const word = fc.constantFrom(
  ...['x', '/etc', './ab', '$NAME', '${NAME:-d}', '"two words"', "'$one'", 'a\\ b', 'ü', '*.md'],
  ...['"q\\"q"', '${a#*/}', '-x', '=', 'a=b', '[', '#', '0'],
);
const plain = fc.constantFrom('x', '/etc', 'src/', 'ü', '$NAME', '*.md', '/a/b', '.');
const shellLine = fc
  .array(fc.oneof(word, fc.constantFrom('&&', '|', ';', '2>&1', 'echo', '"a  b"', '<', 'if')), {
    minLength: 1,
    maxLength: 6,
  })
  .map((words) => words.join(' '));
// `<<x` asks for a heredoc's file also in a list, where there is no heredoc: nothing that a person writes, or prints.
const listWord = fc.string({ maxLength: 5 }).filter((text) => !/^\d*<</.test(text));
const jsonWords = fc
  .array(fc.oneof(word, listWord), { minLength: 1, maxLength: 4 })
  .map((words) => JSON.stringify(words));
const command = fc.oneof(shellLine, jsonWords);
const heredocName = fc.constantFrom('EOF', 'E', 'file.txt');
const body = fc
  .array(fc.constantFrom('line', '\ttabbed', '$NAME', '', '# no comment', 'ends \\', 'EOF2', ' EOF'), {
    maxLength: 4,
  })
  .map((lines) => lines.map((line) => `${line}\n`).join(''));
const heredoc = fc
  .record({ name: heredocName, quoted: fc.boolean(), chomp: fc.boolean(), body })
  .map((one) => ({
    word: `<<${one.chomp ? '-' : ''}${one.quoted ? `"${one.name}"` : one.name}`,
    end: `\n${one.body}${one.name}`,
  }));

const pairs = fc.array(fc.tuple(name, word), { minLength: 1, maxLength: 3 });
const equals = pairs.map((list) => list.map(([key, value]) => `${key}=${value}`).join(' '));
const flag = (...flags: readonly string[]) =>
  fc.subarray([...flags]).map((chosen) => chosen.map((each) => `${each} `).join(''));
const copyFlags = flag('--from=b2', '--chown=1:2', '--chmod=u=rwX,go=rX', '--link', '--parents');
const mounts = flag('--mount=type=cache,target=/c', '--mount=type=secret,id=t,env=T', '--network=none');

const instruction = fc.oneof(
  command.map((line) => `RUN ${line}`),
  fc.tuple(mounts, shellLine).map(([flags, line]) => `RUN ${flags}${line}`),
  fc.tuple(mounts, heredoc).map(([flags, one]) => `RUN ${flags}${one.word}${one.end}`),
  heredoc.map((one) => `RUN cat ${one.word} > /x${one.end}`),
  command.map((line) => `CMD ${line}`),
  command.map((line) => `ENTRYPOINT ${line}`),
  fc
    .tuple(copyFlags, fc.array(plain, { minLength: 1, maxLength: 3 }), plain)
    .map(([flags, sources, to]) => `COPY ${flags}${sources.join(' ')} ${to}`),
  fc.tuple(copyFlags, jsonWords).map(([flags, list]) => `COPY ${flags}${list.replace('[', '["first",')}`),
  fc.tuple(plain, heredoc, plain).map(([from, one, to]) => `COPY ${from} ${one.word} ${to}${one.end}`),
  heredoc.map((one) => `ADD ${one.word} /etc/${one.end}`),
  fc
    .tuple(flag('--keep-git-dir', '--unpack=false', '--exclude=*.md'), plain)
    .map(([f, p]) => `ADD ${f}${p} /`),
  equals.map((list) => `ENV ${list}`),
  fc.tuple(name, shellLine).map(([key, rest]) => `ENV ${key} ${rest}`),
  equals.map((list) => `LABEL ${list}`),
  fc.array(fc.tuple(name, fc.option(word)), { minLength: 1, maxLength: 3 }).map((list) => {
    const args = list.map(([key, value]) => (value === null ? key : `${key}=${value}`));
    return `ARG ${args.join(' ')}`;
  }),
  fc
    .array(fc.constantFrom('80', '53/udp', '8000-8002', '$PORT'), { minLength: 1 })
    .map((p) => `EXPOSE ${p.join(' ')}`),
  word.map((path) => `WORKDIR ${path}`),
  plain.map((user) => `USER ${user}`),
  fc.oneof(jsonWords, plain).map((list) => `VOLUME ${list}`),
  jsonWords.map((list) => `SHELL ${list}`),
  fc.constantFrom('STOPSIGNAL SIGKILL', 'STOPSIGNAL $S', 'HEALTHCHECK NONE', 'MAINTAINER me <m@x>'),
  fc
    .tuple(flag('--interval=5s', '--timeout=1m30s', '--start-period=2s', '--retries=3'), command)
    .map(([flags, line]) => `HEALTHCHECK ${flags}CMD ${line}`),
  command.map((line) => `ONBUILD RUN ${line}`),
  fc.tuple(plain, plain).map(([from, to]) => `ONBUILD COPY ${from} ${to}`),
  heredoc.map((one) => `ONBUILD RUN ${one.word}${one.end}`),
);

/** The same instruction on more lines, in another case, with comments around. */
const dressed = fc
  .tuple(instruction, fc.constantFrom('plain', 'lower', 'indented', 'commented', 'continued'))
  .map(([text, dress]) => {
    switch (dress) {
      case 'lower':
        return text.replace(/^\w+/, (keyword) => keyword.toLowerCase());
      case 'indented':
        return `  ${text}`;
      case 'commented':
        return `# says why\n${text}`;
      case 'continued':
        // After the keyword nothing is quoted yet.
        return text.replace(/^(\w+) /, '$1 \\\n  # in between\n  ');
      default:
        return text;
    }
  });

const stage = fc
  .tuple(
    fc.constantFrom('FROM a', 'FROM a AS b2', 'from --platform=$P a:1 as C', 'FROM scratch'),
    fc.array(dressed),
  )
  .map(([from, lines]) => [from, ...lines].join('\n'));

export const arbitraryDockerfile = fc
  .tuple(
    fc.constantFrom('', '# escape=\\\n', '# check=skip=all\n', 'ARG V=1\n'),
    fc.array(stage, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('\n', '\r\n'),
  )
  .map(([head, stages, lineEnd]) => `${head}${stages.join('\n\n')}\n`.replaceAll('\n', lineEnd));
