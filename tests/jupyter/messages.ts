import { redirect } from "../../lib/jupyter/kernel.ts";

/** The fields of all types of message; each type has some of them. */
interface Content {
  readonly name: string;
  readonly text: string;
  readonly data: Readonly<Record<string, string>>;
  readonly metadata: Readonly<
    Record<string, { readonly width: number; readonly height: number }>
  >;
  readonly transient: { readonly display_id?: string };
}

/** A message as a front end gets it. */
export interface Message {
  type: string;
  content: Content;
}

/** All messages that `work` sends to the front end. */
export async function messagesOf(
  work: () => Promise<unknown>,
): Promise<Message[]> {
  const messages: Message[] = [];
  redirect({
    broadcast(type, content) {
      messages.push({ type, content: content as unknown as Content });
    },
  });
  try {
    await work();
  } finally {
    redirect();
  }
  return messages;
}
