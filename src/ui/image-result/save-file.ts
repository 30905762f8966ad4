/**
 * Saves the built image on the person's disk: into a file that they choose, streamed, where the browser has file pickers
 * (https://wicg.github.io/file-system-access/), else as a download.
 */
import type { Engine, ExportFormat } from '../../worker/protocol.ts';

/** The part of the picker that is used; TypeScript's DOM doesn't know it, since not all browsers have it. */
interface FilePickers {
  showSaveFilePicker?: (options: {
    readonly suggestedName: string;
    readonly types: readonly { readonly accept: Readonly<Record<string, readonly string[]>> }[];
  }) => Promise<FileSystemFileHandle>;
}

/** `onBegin`: the person has chosen, and the export begins. Nothing happens when they choose no file. */
export async function saveFile(
  suggestedName: string,
  engine: Engine,
  format: ExportFormat,
  onBegin: () => void,
): Promise<void> {
  const { showSaveFilePicker } = window as FilePickers;
  const chosen = await showSaveFilePicker
    ?.call(window, {
      suggestedName,
      types: [{ accept: { 'application/x-tar': ['.tar'] } }],
    })
    .catch(unavailable);
  if (chosen === null) return;
  onBegin();
  if (chosen !== undefined) {
    await engine.saveImage(format, chosen);
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await engine.exportImage(format));
  link.download = suggestedName;
  link.click();
  // The browser has taken the address over by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Null: the person chose nothing. Undefined: the picker may not be shown here, as in a frame of another site. */
function unavailable(error: unknown): null | undefined {
  return error instanceof DOMException && error.name === 'AbortError' ? null : undefined;
}
