/**
 * The editor itself, CodeMirror 6 set up for a Drydock project. This module is loaded after the page is on the
 * screen; nothing else imports CodeMirror.
 */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Action, type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  tooltips,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { BuildProblem } from '../../build/events.ts';
import type { BundledImage } from '../../worker/protocol.ts';
import { dockerfileCompletion } from './dockerfile-completion.ts';
import { dockerfileLanguage, shellLanguage } from './dockerfile-language.ts';
import { editorTheme } from './editor-theme.ts';

export interface MarkedLines {
  /** 1-based, inclusive. */
  readonly from: number;
  readonly to: number;
  readonly kind: 'running' | 'failed' | 'chosen' | 'pointed';
}

export interface EditorHost {
  readonly root: ShadowRoot | Document;
  readonly parent: HTMLElement;
  readonly label: (path: string) => string;
  readonly images: () => readonly BundledImage[];
  readonly onText: (path: string, text: string) => void;
  readonly onLine: (path: string, line: number) => void;
  /** The pointer is on a line; undefined when it left them. */
  readonly onPoint: (path: string, line: number | undefined) => void;
}

export interface Editor {
  /** Shows a file; its undo history and cursor are kept while the editor lives. */
  open(path: string, text: string): void;
  setProblems(problems: readonly BuildProblem[]): void;
  setMarks(marks: readonly MarkedLines[]): void;
  goTo(line: number, focus: boolean): void;
  destroy(): void;
}

const highlight = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--code-keyword)', fontWeight: '600' },
  { tag: tags.comment, color: 'var(--code-comment)', fontStyle: 'italic' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: tags.variableName, color: 'var(--code-variable)' },
  { tag: tags.attributeName, color: 'var(--code-flag)' },
  { tag: tags.labelName, color: 'var(--code-flag)', fontWeight: '600' },
  { tag: tags.operator, color: 'var(--code-operator)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: tags.punctuation, color: 'var(--code-operator)' },
]);

const setMarks = StateEffect.define<readonly MarkedLines[]>();
const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (value, transaction) => {
    const effect = transaction.effects.find((one) => one.is(setMarks));
    if (!effect) return value.map(transaction.changes);
    const { doc } = transaction.state;
    const lines = new Map<number, string>();
    for (const mark of effect.value as readonly MarkedLines[]) {
      for (let line = Math.max(1, mark.from); line <= Math.min(mark.to, doc.lines); line++)
        lines.set(line, `${lines.get(line) ?? ''} dd-${mark.kind}`.trim());
    }
    const ranges = [...lines].sort(([a], [b]) => a - b);
    return Decoration.set(
      ranges.map(([line, kinds]) => Decoration.line({ class: kinds }).range(doc.line(line).from)),
    );
  },
  provide: (field) => EditorView.decorations.from(field),
});

export function createEditor(host: EditorHost): Editor {
  const states = new Map<string, EditorState>();
  let current = '';
  let silent = false;
  let pointed: number | undefined;
  const point = (line: number | undefined): void => {
    if (line === pointed) return;
    pointed = line;
    host.onPoint(current, line);
  };
  const view = new EditorView({ parent: host.parent, root: host.root });

  const newState = (path: string, text: string): EditorState =>
    EditorState.create({
      doc: text,
      extensions: [
        setup(path, host),
        EditorView.domEventHandlers({
          mousemove: ({ clientX, clientY }, editor) => {
            const at = editor.posAtCoords({ x: clientX, y: clientY });
            point(at === null ? undefined : editor.state.doc.lineAt(at).number);
          },
          mouseleave: () => point(undefined),
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !silent) host.onText(path, update.state.doc.toString());
          if ((update.selectionSet || update.docChanged) && !silent) {
            host.onLine(path, update.state.doc.lineAt(update.state.selection.main.head).number);
          }
        }),
      ],
    });

  return {
    open: (path, text) => {
      if (current !== '' && current !== path) states.set(current, view.state);
      if (path === current && view.state.doc.toString() === text) return;
      const kept = states.get(path);
      current = path;
      silent = true;
      view.setState(kept && kept.doc.toString() === text ? kept : newState(path, text));
      silent = false;
    },
    setProblems: (problems) => {
      silent = true;
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.map((problem) => diagnostic(view.state, problem)),
        ),
      );
      silent = false;
    },
    setMarks: (lines) => view.dispatch({ effects: setMarks.of(lines) }),
    goTo: (line, focus) => {
      const target = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
      view.dispatch({
        selection: { anchor: target.from },
        effects: EditorView.scrollIntoView(target.from, { y: 'center' }),
      });
      if (focus) view.focus();
    },
    destroy: () => view.destroy(),
  };
}

function setup(path: string, host: EditorHost): Extension {
  const name = path.split('/').at(-1) ?? path;
  const dockerfile = /dockerfile/i.test(name) && !name.endsWith('.dockerignore');
  return [
    lineNumbers(),
    lintGutter(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    EditorView.lineWrapping,
    tooltips({ tooltipSpace: besideNothing }),
    indentUnit.of('  '),
    dockerfile ? dockerfileLanguage : looksLikeShell(name) ? shellLanguage : [],
    autocompletion(dockerfile ? { override: [dockerfileCompletion(host.images)] } : { override: [] }),
    syntaxHighlighting(highlight),
    marks,
    editorTheme,
    EditorView.contentAttributes.of({ 'aria-label': host.label(path), tabindex: '0' }),
    // Tab leaves the editor: a keyboard must not get caught in it.
    keymap.of([
      // Both belong to the page: build, and stop.
      { key: 'Mod-Enter', run: () => true },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...completionKeymap,
      ...lintKeymap,
    ]),
  ];
}

/** Where what explains a word may lie: neither above the editor nor beside it, on the Build button. */
function besideNothing({ dom }: EditorView): { top: number; left: number; bottom: number; right: number } {
  const { top, right } = dom.getBoundingClientRect();
  return { top: Math.max(0, top), left: 0, bottom: document.documentElement.clientHeight, right };
}

function looksLikeShell(name: string): boolean {
  return /\.(sh|bash|ash|env|profile)$/.test(name) || !name.includes('.');
}

function diagnostic(state: EditorState, problem: BuildProblem): Diagnostic {
  const { length } = state.doc;
  const from = Math.min(problem.range?.start.offset ?? 0, length);
  const end = Math.min(problem.range?.end.offset ?? state.doc.lineAt(from).to, length);
  const to = end > from ? end : Math.min(length, Math.max(from + 1, state.doc.lineAt(from).to));
  const { fix } = problem;
  return {
    from,
    to,
    severity: problem.severity,
    message: problem.message,
    ...(fix === undefined ? {} : { actions: [fixAction(state, fix, from)] }),
    renderMessage: () => {
      const box = document.createElement('div');
      const message = document.createElement('strong');
      message.textContent = problem.message;
      const explanation = document.createElement('div');
      explanation.textContent = problem.explanation;
      box.append(message, explanation);
      return box;
    },
  };
}

/**
 * The fix as a button. It was made for the text as it was checked: when that text moved since, so do its edits; when
 * it is another now, nothing is changed, and the next check, a moment later, offers what is right.
 */
function fixAction(
  checked: EditorState,
  { title, edits }: NonNullable<BuildProblem['fix']>,
  anchor: number,
): Action {
  const before = edits.map(({ from, to }) => checked.sliceDoc(from, to));
  return {
    name: title,
    apply: (view, from) => {
      const moved = from - anchor;
      const changes = edits.map((edit) => ({
        from: edit.from + moved,
        to: edit.to + moved,
        insert: edit.text,
      }));
      const isSame = changes.every(
        (change, at) => view.state.sliceDoc(change.from, change.to) === before[at],
      );
      if (!isSame) return;
      view.dispatch({ changes, userEvent: 'input.fix', scrollIntoView: true });
      view.focus();
    },
  };
}
