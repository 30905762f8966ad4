/** Asks what a dropped file is for, when it holds an image or a root filesystem: a base image, or a file of the project. */
import type { Engine } from '../../worker/protocol.ts';
import type { QuestionDialog } from '../question-dialog/question-dialog.ts';
import { words } from '../text/words.ts';

/** `file` for all that can be no base image; undefined when the person wants neither. */
export async function purposeOf(
  file: File,
  engine: Engine | undefined,
  dialog: QuestionDialog | null,
): Promise<'image' | 'file' | undefined> {
  const kind = await engine?.recogniseImage(file).catch(() => undefined);
  if (kind === undefined) return 'file';
  return dialog?.ask<'image' | 'file'>({
    title: words.imports.dropTitle(file.name),
    body: kind === 'image' ? words.imports.dropImage : words.imports.dropRootfs,
    choices: [
      { label: words.imports.dropAsFile, answer: 'file' },
      { label: words.imports.dropAsImage, answer: 'image' },
    ],
  });
}
