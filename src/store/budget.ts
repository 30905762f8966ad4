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

/** Bytes; a share of the quota as the browser has it now. */
export async function defaultBudget(): Promise<number> {
  const { originQuota } = await originFigures();
  return originQuota === undefined ? unknown : Math.min(Math.floor(originQuota * share), largest);
}

export async function budgetOf(settings: Pick<SettingShelf, 'get'>, otherwise: number): Promise<Budget> {
  const set = await settings.get(settingName);
  return typeof set === 'number' && set >= 0
    ? { bytes: set, isDefault: false }
    : { bytes: otherwise, isDefault: true };
}

export async function setBudget(settings: SettingShelf, bytes: number | undefined): Promise<void> {
  if (bytes === undefined) await settings.delete(settingName);
  else await settings.put(settingName, Math.max(0, bytes));
}
