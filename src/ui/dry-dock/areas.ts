/**
 * The areas beside the build, each an element that is loaded when somebody first looks at it. An area's element has one
 * property, `dock` (a `DockState`), and tells what it wants by the events that `<dry-dock>` listens to.
 */
import { html, type TemplateResult } from 'lit';
import type { DockState } from '../model/dock-state.ts';
import { words } from '../text/words.ts';

export type AreaId = 'registry' | 'image' | 'run' | 'compare' | 'storage';

/** What the page shows: the build with the chosen step (in parts where it is narrow), or one of the areas. */
export type View = 'project' | 'build' | 'step' | AreaId;

/** The build's three parts, which a narrow page shows one at a time. */
export const views: readonly View[] = ['project', 'build', 'step'];

interface Area {
  readonly id: AreaId;
  readonly title: () => string;
  /** Defines the area's element. */
  readonly load: () => Promise<unknown>;
  readonly render: (dock: DockState) => TemplateResult;
}

/** In the order of their tabs. */
export const areas: readonly Area[] = [
  {
    id: 'image',
    title: () => words.image.area,
    load: () => import('../image-area/image-area.ts'),
    render: (dock) => html`<dry-image-area .dock=${dock}></dry-image-area>`,
  },
  {
    id: 'compare',
    title: () => words.compare.title,
    load: () => import('../compare-area/compare-area.ts'),
    render: (dock) => html`<dry-compare-area .dock=${dock}></dry-compare-area>`,
  },
  {
    id: 'registry',
    title: () => words.registry.title,
    load: () => import('../registry-area/registry-area.ts'),
    render: (dock) => html`<dry-registry-area .dock=${dock}></dry-registry-area>`,
  },
  {
    id: 'run',
    title: () => words.run.title,
    load: () => import('../run-area/run-area.ts'),
    render: (dock) => html`<dry-run-area .dock=${dock}></dry-run-area>`,
  },
  {
    id: 'storage',
    title: () => words.storageArea.title,
    load: () => import('../storage-area/storage-area.ts'),
    render: (dock) => html`<dry-storage-area .dock=${dock}></dry-storage-area>`,
  },
];

export function areaOf(view: View): Area | undefined {
  return areas.find(({ id }) => id === view);
}
