// Types of the member's chat.

/** A message as the server sends it, and what the page adds. */
type ChatMessage = {
  id: string;
  role: "user" | "assistant";
  content: string;
  created_at?: string;
  /** Without one it is whole. */
  state?: "running" | "whole" | "stopped" | "broken";
  feedback?: "up" | "down" | null;
};
type Conversation = { id: string; title: string | null; created_at: string; updated_at: string };
type Hit = { conversation_id: string; message_id: string; title: string | null; snippet: string; created_at: string };
/** What asks for an answer; `key` names it, so that it is the same when it is sent again. */
type ChatQuestion = { method: "GET" | "POST"; path: string; body?: unknown; key?: string };
