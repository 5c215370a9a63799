/** What a server was asked. */
export interface Asked {
  readonly path: string;
  readonly range: string | null;
  readonly ifRange: string | null;
}

/** A server of this machine. */
export interface LocalServer extends AsyncDisposable {
  /** Its address, ending in a slash. */
  readonly url: string;
  /** The requests that it had, oldest first. */
  readonly requests: readonly Asked[];
}

/** Serves answers of a test's own. */
export function serve(
  answer: (request: Request) => Response | Promise<Response>,
): LocalServer {
  const requests: Asked[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      requests.push({
        path: new URL(request.url).pathname,
        range: request.headers.get("range"),
        ifRange: request.headers.get("if-range"),
      });
      return answer(request);
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/**
 * A server whose first answer ends after some bytes of what it promised, and
 * whose later answers come from another server.
 */
export function serveCut(
  { head, body }: { head: string; body: Uint8Array },
  later: (request: Request) => Response,
): LocalServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const requests: Asked[] = [];
  const running = (async () => {
    for await (const connection of listener) {
      using open = connection;
      const request = parseRequest(await readHead(open));
      requests.push(request.asked);
      if (requests.length === 1) {
        await writeAll(open, new TextEncoder().encode(`${head}\r\n\r\n`));
        await writeAll(open, body);
        continue;
      }
      const response = later(request.request);
      const bytes = new Uint8Array(await response.arrayBuffer());
      response.headers.set("content-length", String(bytes.length));
      response.headers.set("connection", "close");
      const lines = [...response.headers].map(([key, value]) =>
        `${key}: ${value}\r\n`
      );
      const start = `HTTP/1.1 ${response.status} -\r\n${lines.join("")}\r\n`;
      await writeAll(open, new TextEncoder().encode(start));
      await writeAll(open, bytes);
    }
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}/`,
    requests,
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await running;
    },
  };
}

async function readHead(connection: Deno.Conn): Promise<string> {
  let text = "";
  const buffer = new Uint8Array(4096);
  while (!text.includes("\r\n\r\n")) {
    const count = await connection.read(buffer);
    if (count === null) break;
    text += new TextDecoder().decode(buffer.subarray(0, count));
  }
  return text;
}

function parseRequest(head: string): { asked: Asked; request: Request } {
  const [first, ...lines] = head.trim().split("\r\n");
  const headers = new Headers(
    lines.map((line) => line.split(/: (.*)/).slice(0, 2) as [string, string]),
  );
  const path = first.split(" ")[1];
  return {
    asked: {
      path,
      range: headers.get("range"),
      ifRange: headers.get("if-range"),
    },
    request: new Request(`http://127.0.0.1${path}`, { headers }),
  };
}

async function writeAll(
  connection: Deno.Conn,
  bytes: Uint8Array,
): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await connection.write(bytes.subarray(written));
  }
}
