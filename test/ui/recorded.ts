/** The page on recorded builds: `recorded.html?failAt=0/3&holdAt=12&example=failing`. */
import { DryDock } from '../../src/ui/dry-dock/dry-dock.ts';
import { type RecordedOptions, recordedEngine } from './recorded-engine.ts';

const query = new URLSearchParams(location.search);
const figure = (name: string): Record<string, number> => {
  const value = query.get(name);
  return value === null ? {} : { [name]: Number(value) };
};
const failAt = query.get('failAt');
const options: RecordedOptions = {
  ...(failAt === null ? {} : { failAt }),
  ...(query.get('storage') === 'memory' ? { storage: 'memory' } : {}),
  ...figure('noisy'),
  ...figure('slowness'),
  ...figure('holdAt'),
};
const dock = new DryDock();
dock.engine = recordedEngine(options);
dock.example = query.get('example') ?? undefined;
document.body.append(dock);
