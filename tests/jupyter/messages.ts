import { redirect } from "../../lib/jupyter/kernel.ts";

/** A message as a front end gets it. */
export interface Message {
  type: string;
  // deno-lint-ignore no-explicit-any -- one shape for each type of message
  content: any;
}

/** All messages that `work` sends to the front end. */
export async function messagesOf(
  work: () => Promise<unknown>,
): Promise<Message[]> {
  const messages: Message[] = [];
  redirect({
    broadcast(type, content) {
      messages.push({ type, content });
    },
  });
  try {
    await work();
  } finally {
    redirect();
  }
  return messages;
}
