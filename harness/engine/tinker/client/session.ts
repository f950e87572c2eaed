import { TransientError } from '../../../core/retry.ts';
import { createSessionRequest, createSessionResponse, heartbeatRequest, jsonType } from '../wire/index.ts';
import type { Connection } from './connection.ts';
import type { ServerLine } from './server-line.ts';

/** A session: the server keeps its models as long as it hears of it. */
export interface Session {
  readonly id: string;
  /** Ends the heartbeat; the server closes the session by itself when it has heard nothing for a while. */
  close(): void;
}

/** As the official client beats. */
const beat = { everyMs: 10_000, timeoutMs: 10_000 } as const;

/** Opens a session, and beats for it until it is closed. */
export async function openSession(connection: Connection): Promise<Session> {
  const { session_id: id } = await connection.ask(
    {
      endpoint: 'create_session',
      request: createSessionRequest,
      body: { tags: [], user_metadata: {}, sdk_version: 'twinzero/0.1.0', type: 'create_session' },
    },
    createSessionResponse,
  );
  return beating(connection.line, id);
}

/** Takes up a session of another process; null where the server no longer has it. */
export async function resumeSession(line: ServerLine, id: string): Promise<Session | null> {
  return (await heartbeat(line, id)) ? beating(line, id) : null;
}

/** The timer is of its own, so that neither a slow request nor a queue of them can silence a session. */
function beating(line: ServerLine, id: string): Session {
  // A beat that fails is not repeated: the next one is due soon, and a server that is gone says so to every request.
  const timer = setInterval(() => void heartbeat(line, id).catch(() => undefined), beat.everyMs);
  timer.unref();
  return { id, close: () => clearInterval(timer) };
}

async function heartbeat(line: ServerLine, id: string): Promise<boolean> {
  const body = heartbeatRequest.json.encode({ session_id: id, type: 'session_heartbeat' });
  try {
    const { status } = await line.send({
      endpoint: 'session_heartbeat',
      body,
      contentType: jsonType,
      timeoutMs: beat.timeoutMs,
    });
    return status >= 200 && status < 300;
  } catch (error) {
    if (error instanceof TransientError) return false;
    throw error;
  }
}
