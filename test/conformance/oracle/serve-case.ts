/** Answers on the loopback interface what a case's `served.json` says, for ADD of addresses. */
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

/** Another program listens where the case is to be served. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';

  constructor(port: number) {
    super(
      `the addresses of this case are at port ${port} of 127.0.0.1, which another program has. ` +
        `Find it with "ss -ltnp sport = :${port}", stop it, and run this again.`,
    );
  }
}

/**
 * Undefined for a case that has nothing to serve.
 * @throws {PortTaken}
 */
export async function serveCase(folder: string): Promise<Server | undefined> {
  const path = join(folder, 'served.json');
  if (!existsSync(path)) return undefined;
  const { port, answers }: Served = JSON.parse(readFileSync(path, 'utf8'));
  const server = createServer({ keepAlive: false }, (request, response) => {
    const { status = 200, file, headers = {} } = answers[request.url ?? ''] ?? { status: 404 };
    const body = file === undefined ? Buffer.alloc(0) : readFileSync(join(folder, 'served', file));
    response.sendDate = false;
    response.writeHead(status, { 'Content-Length': body.length, Connection: 'close', ...headers }).end(body);
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      failed(error.code === 'EADDRINUSE' ? new PortTaken(port) : error);
    });
    server.listen(port, '127.0.0.1', listening);
  });
  return server;
}
