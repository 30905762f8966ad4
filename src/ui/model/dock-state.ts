/** What `<dry-dock>` knows, as one snapshot: every area of the page is given it and keeps none of it. */
import type { BundledImage, Engine, RegistrySettings, StorageReport } from '../../worker/protocol.ts';
import type { BuildOptions } from '../build-bar/build-options.ts';
import type { BuildView } from './build-view.ts';
import type { Project } from './project.ts';

export interface DockState {
  readonly engine: Engine | undefined;
  /** The project as it is now. */
  readonly project: Project;
  /** The project that `view` was built from. */
  readonly built: Project | undefined;
  readonly view: BuildView;
  readonly options: BuildOptions;
  readonly report: StorageReport | undefined;
  readonly images: readonly BundledImage[];
  readonly registry: RegistrySettings;
  /** A file that was dropped on the page to be imported as a base image. */
  readonly incoming: File | undefined;
}
