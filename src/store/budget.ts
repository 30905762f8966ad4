/** How many bytes of images and cache are kept: what was set, or a share of what the browser gives. */
import { originFigures } from './origin.ts';
import type { SettingShelf } from './store.ts';
import type { Budget } from './usage.ts';

const settingName = 'storage-budget';
/** Half of what the browser gives: the other half is for projects, and for what the rest of the site keeps. */
const share = 0.5;
const largest = 10e9;
/** Where the browser does not say what it gives. */
const unknown = 1e9;

export async function budgetOf(settings: Pick<SettingShelf, 'get'>): Promise<Budget> {
  const set = await settings.get(settingName);
  if (typeof set === 'number' && set >= 0) return { bytes: set, isDefault: false };
  const { originQuota } = await originFigures();
  const bytes = originQuota === undefined ? unknown : Math.min(Math.floor(originQuota * share), largest);
  return { bytes, isDefault: true };
}

export async function setBudget(settings: SettingShelf, bytes: number | undefined): Promise<void> {
  if (bytes === undefined) await settings.delete(settingName);
  else await settings.put(settingName, Math.max(0, bytes));
}
