/** Answers on the loopback interface what a case's `served.json` says: files for ADD of addresses, images of a registry. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';

interface Served {
  /** It stands in the addresses of the Dockerfile, and so in the image's history: no other one can be taken. */
  readonly port: number;
  /** By path and query, as they stand in the request. */
  readonly answers: Readonly<Record<string, Answer>>;
}

interface Answer {
  /** 200 where nothing is said. */
  readonly status?: number;
  /** In the folder `served` of the case; an empty body where nothing is said. */
  readonly file?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Calls `use` while the case's answers are given; at once for a case that has none. Answers why it could not be:
 * another program has the port.
 */
export async function withServed(folder: string, use: () => Promise<void>): Promise<string | undefined> {
  const path = join(folder, 'served.json');
  if (!existsSync(path)) {
    await use();
    return undefined;
  }
  const { port, answers }: Served = JSON.parse(readFileSync(path, 'utf8'));
  const server = createServer((request, response) => {
    const { status = 200, file, headers = {} } = answers[request.url ?? ''] ?? { status: 404 };
    const body = file === undefined ? Buffer.alloc(0) : readFileSync(join(folder, 'served', file));
    response.sendDate = false;
    response.writeHead(status, { 'Content-Length': body.length, Connection: 'close', ...headers }).end(body);
  });
  if (!(await listens(server, port))) {
    return (
      `the addresses of this case are at port ${port} of 127.0.0.1, which another program has. ` +
      `Find it with "ss -ltnp sport = :${port}", stop it, and run this again.`
    );
  }
  try {
    await use();
    return undefined;
  } finally {
    server.close();
  }
}

function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
}
