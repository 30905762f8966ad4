/**
 * The connection to IndexedDB: opens and upgrades the database, gives way to a newer page in another tab, and
 * opens again when the browser closed the connection by itself.
 */
import { openDB } from 'idb';
import { type Database, type Migration, migrations, type StoreSchema } from './schema.ts';
import { StoreError } from './store-error.ts';

export interface DatabaseOptions {
  readonly name: string;
  /** For tests: another history of the database. */
  readonly migrations?: readonly Migration[];
  /** How long another tab with an older form may keep us waiting, milliseconds. */
  readonly patience?: number;
}

/** The database can't be used at all; `message` says why, as the end of "nothing is kept: …". */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/** A database that is open, or opens when it is needed. */
export class Connection {
  #database: Promise<Database> | undefined;
  #superseded = false;

  private constructor(readonly options: DatabaseOptions) {}

  /** @throws {DatabaseUnavailable} when there is no IndexedDB here, or not for us. */
  static async open(options: DatabaseOptions): Promise<Connection> {
    const connection = new Connection(options);
    await connection.database();
    return connection;
  }

  /** @throws {StoreError} `superseded` when a newer page took over. */
  async database(): Promise<Database> {
    if (this.#superseded) throw supersededError();
    this.#database ??= this.#open().catch((error) => {
      this.#database = undefined;
      throw error;
    });
    return this.#database;
  }

  async close(): Promise<void> {
    const database = await this.#database;
    this.#database = undefined;
    database?.close();
  }

  async #open(): Promise<Database> {
    if (typeof indexedDB === 'undefined') {
      throw new DatabaseUnavailable('this browser, or this window of it, offers no IndexedDB');
    }
    const history = this.options.migrations ?? migrations;
    let givenUp = false;
    let failedUpgrade: unknown;
    let database: Database | undefined;
    const opening = (async () =>
      // Inside an async function, since a forbidden IndexedDB throws at once.
      openDB<StoreSchema>(this.options.name, history.length, {
        upgrade: async (upgraded, oldVersion, _newVersion, transaction) => {
          transaction.done.catch(() => undefined);
          try {
            for (const migrate of history.slice(oldVersion)) await migrate(upgraded, transaction);
          } catch (error) {
            // Half a new form is worse than the old one: undo it all.
            failedUpgrade = error;
            transaction.abort();
          }
        },
        blocking: (_ours, wanted) => {
          // Without a wanted version the database is being deleted, as by "clear site data": start afresh.
          this.#superseded = wanted !== null;
          this.#database = undefined;
          database?.close();
        },
        terminated: () => {
          this.#database = undefined;
        },
      }))();
    // A connection that arrives after we gave up must not stay open: it would block everybody else.
    opening.then((late) => givenUp && late.close()).catch(() => undefined);
    try {
      database = await within(opening, this.options.patience ?? 4000);
      return database;
    } catch (error) {
      givenUp = true;
      throw unavailable(failedUpgrade ?? error, history.length);
    }
  }
}

class OutOfPatience extends Error {}

async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new OutOfPatience()), milliseconds);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

function unavailable(error: unknown, version: number): DatabaseUnavailable {
  if (error instanceof OutOfPatience) {
    return new DatabaseUnavailable(
      'another tab still has an older Drydock open; close that tab and reload this one',
      { cause: error },
    );
  }
  if (error instanceof Error && error.name === 'VersionError') {
    return new DatabaseUnavailable(
      `what is kept here was written by a newer Drydock (this page knows form ${version}); ` +
        'reload the page to get the newer one. It is left as it is',
      { cause: error },
    );
  }
  const said = error instanceof Error ? error.message : String(error);
  return new DatabaseUnavailable(
    `the browser does not let this page keep data (a private window, or site data is blocked): ${said}`,
    { cause: error },
  );
}

function supersededError(): StoreError {
  return new StoreError(
    'superseded',
    'A newer Drydock was opened in another tab and changed how data is kept. Reload this tab to go on; ' +
      'nothing that was kept is lost.',
  );
}
