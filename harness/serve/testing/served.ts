import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { tinyConfig, tinyFolder } from '../../engine/embedded/testing/tiny-model.ts';
import { embeddedPolicy } from '../../engine/embedded/worker/embedded-policy.ts';
import { openEngineInThread } from '../../engine/embedded/worker/engine-in-thread.ts';
import type { PolicyPlace, PolicySpec, TokenPolicy } from '../../engine/index.ts';
import { loopbackHosts } from '../guards.ts';
import { type HttpOptions, listen } from '../http-server.ts';
import type { HttpServer } from '../listen-at.ts';
import { serveDefaults, type ServeOptions } from '../serve-options.ts';
import { TinkerService } from '../tinker-service.ts';

/** An answer, its body as JSON. */
export interface Answered {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly raw: Buffer;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a request has beside its body. */
export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Opens an embedded policy in this thread: a worker of its own takes most of a second to start. */
export async function openHere(spec: PolicySpec, place: PolicyPlace): Promise<TokenPolicy> {
  if (spec.kind !== 'embedded') throw new Error(`${spec.kind} is not embedded`);
  const { folder, adapter } = spec;
  return embeddedPolicy(await openEngineInThread({ folder, ...(adapter && { adapter }), ...place }));
}

/** A server on the tiny model, which a test may stop, kill and start again on the same state. */
export class Served {
  readonly model: string;
  readonly state: string;
  readonly #options: Partial<ServeOptions & HttpOptions>;
  #service: TinkerService | null = null;
  #server: HttpServer | null = null;

  private constructor(model: string, state: string, options: Partial<ServeOptions & HttpOptions>) {
    this.model = model;
    this.state = state;
    this.#options = options;
  }

  static async start(options: Partial<ServeOptions & HttpOptions> = {}): Promise<Served> {
    const model = await tinyFolder({ ...tinyConfig, eosTokens: [7] });
    const served = new Served(model, await mkdtemp(join(tmpdir(), 'twinzero-serve-')), options);
    await served.restart();
    return served;
  }

  /** Opens another service on the state, whatever became of the one before. */
  async restart(): Promise<void> {
    this.#service = await TinkerService.open({
      ...serveDefaults,
      models: new Map([['tiny', this.model]]),
      state: this.state,
      place: { provider: 'cpu', threads: 1, lanes: 4, maxTokens: 64 },
      open: openHere,
      ...this.#options,
    });
    this.#server = await listen(this.#service, {
      host: '127.0.0.1',
      port: 0,
      token: null,
      hosts: new Set(loopbackHosts),
      mostBodyBytes: 100_000,
      ...this.#options,
    });
  }

  /** Shuts the door without a word to the service, which goes on with what it has: as a kill, what it does then is lost. */
  async abandon(): Promise<() => Promise<void>> {
    const service = this.#service;
    await this.#server?.close();
    return async () => service?.close();
  }

  get url(): string {
    return this.#server?.url ?? '';
  }

  /** Asks below `api/v1/`; a body that is text or bytes goes as it is. */
  async ask(path: string, body?: unknown, { method, headers }: Asking = {}): Promise<Answered> {
    const bytes =
      body === undefined || typeof body === 'string' || body instanceof Uint8Array
        ? body
        : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.url}/api/v1/${path}`,
        {
          method: method ?? (bytes === undefined ? 'GET' : 'POST'),
          headers: { ...(bytes !== undefined && { 'content-type': 'application/json' }), ...headers },
        },
        (response) => {
          buffer(response)
            .then((raw) => {
              const isJson = response.headers['content-type'] === 'application/json';
              resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                raw,
                body: isJson ? (JSON.parse(raw.toString()) as Answered['body']) : {},
              });
            })
            .catch(reject);
        },
      );
      sent.on('error', reject);
      sent.end(bytes);
    });
  }

  /** Posts a request and waits for its result. */
  async result(path: string, body: unknown): Promise<Answered['body']> {
    const accepted = await this.ask(path, body);
    if (accepted.status !== 200) return { status: accepted.status, ...accepted.body };
    return this.retrieve(accepted.body['request_id']);
  }

  async retrieve(request_id: unknown): Promise<Answered['body']> {
    for (;;) {
      const { body } = await this.ask('retrieve_future', { request_id });
      if (body['type'] !== 'try_again') return body;
    }
  }

  /** A session and a model in it; the model's name. */
  async createModel(lora: object | null = { rank: 2, seed: 1 }): Promise<{ session: string; model: string }> {
    const session = String((await this.ask('create_session', {})).body['session_id']);
    const { model_id } = await this.result('create_model', {
      session_id: session,
      model_seq_id: 0,
      base_model: 'tiny',
      ...(lora !== null && { lora_config: lora }),
    });
    return { session, model: String(model_id) };
  }

  async close(): Promise<void> {
    await this.#server?.close();
    await this.#service?.close();
    for (const folder of [this.model, this.state]) await rm(folder, { recursive: true });
  }
}

/** A datum on these tokens, as JSON has it; every number a token predicted. */
export function wireDatum(
  tokens: readonly number[],
  columns: Readonly<Record<string, readonly number[]>>,
): object {
  return {
    model_input: { chunks: [{ type: 'encoded_text', tokens: tokens.slice(0, -1) }] },
    loss_fn_inputs: {
      target_tokens: { data: tokens.slice(1), dtype: 'int64' },
      ...Object.fromEntries(
        Object.entries(columns).map(([name, data]) => [name, { data, dtype: 'float32' }]),
      ),
    },
  };
}
