/** A server on this machine. */
export interface LocalServer extends AsyncDisposable {
  /** Its address, ending in a slash. */
  readonly url: string;
  /** The paths it was asked for, oldest first. */
  readonly requests: readonly string[];
}

/** Serves a test's own answers. */
export function serve(
  answer: (request: Request) => Response | Promise<Response>,
): LocalServer {
  const requests: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      requests.push(new URL(request.url).pathname);
      return answer(request);
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** A server that announces more bytes than it sends before it hangs up. */
export function serveCutOff(
  announcedBytes: number,
  body: Uint8Array<ArrayBuffer>,
): LocalServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const requests: string[] = [];
  const running = (async () => {
    for await (const connection of listener) {
      using _ = connection;
      // A GET request fits into one packet
      const head = new Uint8Array(4096);
      await connection.read(head);
      requests.push(new TextDecoder().decode(head).split(" ")[1]);
      const start =
        `HTTP/1.1 200 OK\r\nContent-Length: ${announcedBytes}\r\n\r\n`;
      await new Blob([start, body]).stream()
        .pipeTo(connection.writable, { preventClose: true });
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
