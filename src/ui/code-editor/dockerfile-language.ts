/**
 * Colours for a Dockerfile and for shell scripts in the editor: a line-by-line tokenizer, lenient on purpose,
 * since the engine's own parser says what is wrong. (Dockerfile reference, "Format".)
 */
import { StreamLanguage, type StringStream } from '@codemirror/language';

const instruction =
  /^(FROM|RUN|COPY|ADD|WORKDIR|ENV|ARG|CMD|ENTRYPOINT|EXPOSE|LABEL|USER|VOLUME|SHELL|HEALTHCHECK|STOPSIGNAL|ONBUILD|MAINTAINER)\b/i;

interface DockerfileState {
  /** Within an instruction that goes on from the line before. */
  continued: boolean;
  /** Delimiters of heredocs that are still to be closed. */
  heredocs: { readonly word: string; readonly stripTabs: boolean }[];
  /** After FROM or ONBUILD another keyword may come. */
  keyword: string;
  quote: string;
}

export const dockerfileLanguage = StreamLanguage.define<DockerfileState>({
  name: 'dockerfile',
  startState: () => ({ continued: false, heredocs: [], keyword: '', quote: '' }),
  copyState: (state) => ({ ...state, heredocs: [...state.heredocs] }),
  blankLine: (state) => {
    if (state.heredocs.length === 0) state.quote = '';
  },
  token: (stream, state) => {
    const [heredoc] = state.heredocs;
    if (stream.sol() && heredoc && !state.continued) return heredocLine(stream, state, heredoc);
    if (stream.sol()) {
      stream.eatSpace();
      if (stream.peek() === '#') {
        stream.skipToEnd();
        return 'comment';
      }
      if (!state.continued) {
        state.quote = '';
        const found = stream.match(instruction);
        if (found) return startInstruction(stream, state, found);
      }
    }
    if (stream.eatSpace()) {
      if (stream.eol()) state.continued = false;
      return null;
    }
    if (stream.match(/^\\\s*$/)) {
      state.continued = true;
      return 'punctuation';
    }
    const style = word(stream, state);
    if (stream.eol()) state.continued = false;
    return style;
  },
  languageData: { commentTokens: { line: '#' } },
});

function startInstruction(stream: StringStream, state: DockerfileState, found: unknown): string {
  state.keyword = Array.isArray(found) ? String(found[1]).toUpperCase() : '';
  if (stream.eol()) state.continued = false;
  return 'keyword';
}

function heredocLine(
  stream: StringStream,
  state: DockerfileState,
  heredoc: { readonly word: string; readonly stripTabs: boolean },
): string {
  stream.skipToEnd();
  const line = stream.current();
  if ((heredoc.stripTabs ? line.replace(/^\t+/, '') : line) === heredoc.word) {
    state.heredocs.shift();
    return 'labelName';
  }
  return 'string';
}

function word(stream: StringStream, state: DockerfileState): string | null {
  if (state.quote !== '') return quoted(stream, state);
  if (state.keyword === 'ONBUILD') {
    const nested = stream.match(instruction);
    if (nested) return startInstruction(stream, state, nested);
  }
  if (state.keyword === 'FROM' && stream.match(/^AS\b/i)) return 'keyword';
  if (state.keyword === 'HEALTHCHECK' && stream.match(/^(CMD|NONE)\b/)) return 'keyword';
  const heredoc = stream.match(/^<<(-?)(["']?)([A-Za-z_][\w.-]*)\2/);
  if (
    Array.isArray(heredoc) &&
    (state.keyword === 'RUN' || state.keyword === 'COPY' || state.keyword === 'ADD')
  ) {
    state.heredocs.push({ word: heredoc[3] ?? '', stripTabs: heredoc[1] === '-' });
    return 'labelName';
  }
  if (stream.match(/^--[a-z][a-z-]*(?==|\b)/)) return 'attributeName';
  return shellWord(stream, state);
}

function shellWord(stream: StringStream, state: { quote: string }): string | null {
  if (stream.match(/^\$\{[^}]*\}|^\$[A-Za-z_]\w*|^\$[@*#?0-9$!-]/)) return 'variableName';
  const quote = stream.peek();
  if (quote === '"' || quote === "'") {
    stream.next();
    state.quote = quote;
    return quoted(stream, state);
  }
  if (stream.match(/^(&&|\|\||[|;&<>]+)/)) return 'operator';
  if (stream.match(/^[[\]{},=]/)) return 'punctuation';
  if (stream.match(/^\d+(\/(tcp|udp|sctp))?(?=[\s,\]]|$)/)) return 'number';
  if (!stream.match(/^[^\s"'$|;&<>\\[\]{},=]+/)) stream.next();
  return null;
}

function quoted(stream: StringStream, state: { quote: string }): string {
  if (state.quote === '"' && stream.match(/^\$\{[^}]*\}|^\$[A-Za-z_]\w*/)) return 'variableName';
  for (let next = stream.next(); next; next = stream.next()) {
    if (next === '\\' && state.quote === '"' && !stream.eol()) stream.next();
    else if (next === state.quote) {
      state.quote = '';
      break;
    }
    if (state.quote === '"' && stream.peek() === '$') break;
  }
  return 'string';
}

const shellKeyword =
  /^(if|then|else|elif|fi|for|while|until|do|done|case|esac|in|function|return|exit|export|local|set|read|shift|trap|exec|eval|cd|echo|printf|test)\b(?![\w.=-])/;

export const shellLanguage = StreamLanguage.define<{ quote: string }>({
  name: 'shell',
  startState: () => ({ quote: '' }),
  token: (stream, state) => {
    if (state.quote !== '') return quoted(stream, state);
    if (stream.eatSpace()) return null;
    if (stream.peek() === '#' && (stream.sol() || /\s/.test(stream.string.charAt(stream.pos - 1)))) {
      stream.skipToEnd();
      return 'comment';
    }
    if (stream.match(shellKeyword)) return 'keyword';
    if (stream.match(/^[A-Za-z_]\w*(?==)/)) return 'attributeName';
    return shellWord(stream, state);
  },
  languageData: { commentTokens: { line: '#' } },
});
