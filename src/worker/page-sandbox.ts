/** The sandbox made of the page's files: the busybox module, and the names that it has programs for. */
import { Sandbox } from '../sandbox/sandbox.ts';
import type { PageFiles } from './page-files.ts';

export async function pageSandbox(files: PageFiles): Promise<Sandbox> {
  const [busybox, links] = await Promise.all([files.busybox(), files.fetchFile('busybox.links')]);
  const applets = new TextDecoder().decode(links).split('\n').filter(Boolean);
  return new Sandbox({ busybox, applets });
}
