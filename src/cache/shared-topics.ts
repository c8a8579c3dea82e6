import { setTimeout as delay } from 'node:timers/promises';

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { Env } from '../config/env.js';
import { type RedisClient, RedisConnection } from './redis-connection.js';
import { SharedRedis } from './shared-redis.js';

const PREFIX = 'topic:v1:';
/** Messages of a topic that are kept, and for how long after the last one. */
const KEPT_MESSAGES = 256;
const KEPT_MS = 600_000;
/** A message that Redis did not confirm is sent again until then, every so often: a busy moment loses none. */
const RESEND_MS = 5000;
const RESEND_INTERVAL_MS = 250;
/** Messages that wait to be sent again; more are lost, so that a Redis that stays away costs no memory. */
const MAX_WAITING = 64;
const CLOSE_GRACE_MS = 200;

/** Whoever listens to a topic in this process. */
export interface TopicListener {
  readonly message: (text: string) => void;
  /** Messages may have been missed: the connection is new. */
  readonly reconnected: () => void;
}

/**
 * Numbered messages for all servers on one Redis: sent to those that listen now, and the last ones kept for those that come
 * later. Nothing is promised: a message may be missing, come twice or in another order, and the number is there to see it.
 */
@Injectable()
export class SharedTopics implements OnApplicationShutdown {
  private readonly listeners = new Map<string, TopicListener>();
  /** Topics that a connection has been told to listen to. */
  private readonly asked = new WeakMap<RedisClient, Set<string>>();
  private connection: RedisConnection | null = null;
  private waiting = 0;
  private isClosed = false;

  constructor(
    private readonly env: Env,
    private readonly shared: SharedRedis,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    await this.connection?.close(CLOSE_GRACE_MS);
  }

  /** Whether other servers can hear of anything at all. */
  get areShared(): boolean {
    return this.shared.access !== null;
  }

  /** Settles when Redis has confirmed the message, or some seconds later without. Never rejects. */
  async publish(topic: string, number: number, text: string): Promise<void> {
    if (!this.shared.access || (await this.send(topic, number, text)) || this.waiting >= MAX_WAITING) return;
    this.waiting += 1;
    const endMs = performance.now() + RESEND_MS;
    let isSent = false;
    while (!isSent && !this.isClosed && performance.now() < endMs) {
      await delay(RESEND_INTERVAL_MS, undefined, { ref: false });
      isSent = await this.send(topic, number, text);
    }
    this.waiting -= 1;
  }

  /** Kept messages above `number`, oldest first; none while Redis is away. */
  async since(topic: string, number: number): Promise<string[]> {
    if (!this.shared.access) return [];
    return this.shared.access.ask<string[]>('range', [], (client) => {
      return client.zRangeByScore(PREFIX + topic, `(${number}`, '+inf');
    });
  }

  private async send(topic: string, number: number, text: string): Promise<boolean> {
    const key = PREFIX + topic;
    const reply = await this.shared.access?.ask('publish', false, async (client) => {
      await client
        .multi()
        .zAdd(key, { score: number, value: text })
        .zRemRangeByRank(key, 0, -KEPT_MESSAGES - 1)
        .pExpire(key, KEPT_MS)
        .publish(key, text)
        .exec();
      return true;
    });
    return reply ?? false;
  }

  /**
   * One listener a topic. Returns at once: what is sent before Redis knows of it is found by `since`, to be called at
   * `reconnected`.
   *
   * @returns ends it
   */
  listen(topic: string, listener: TopicListener): () => void {
    this.listeners.set(topic, listener);
    const client = this.connected();
    if (client) void this.subscribe(client, topic);
    return () => {
      this.listeners.delete(topic);
      const open = this.connected();
      if (!open || !this.asked.get(open)?.delete(topic)) return;
      open.unsubscribe(PREFIX + topic).catch(() => undefined);
    };
  }

  /** The connection for listening, made when somebody listens first: it can be used for nothing else. */
  private connected(): RedisClient | null {
    if (this.env.REDIS_URL === undefined) return null;
    this.connection ??= new RedisConnection(this.env.REDIS_URL, {
      // The other connection to the same Redis says so already.
      failed: () => undefined,
      ready: () => this.resubscribe(),
    });
    return this.connection.readyClient;
  }

  private resubscribe(): void {
    const client = this.connection?.readyClient;
    if (!client) return;
    for (const [topic, listener] of this.listeners) {
      // A client that was connected before listens again by itself, and has missed what was sent meanwhile.
      if (this.asked.get(client)?.has(topic)) listener.reconnected();
      else void this.subscribe(client, topic);
    }
  }

  private async subscribe(client: RedisClient, topic: string): Promise<void> {
    const asked = this.asked.get(client) ?? new Set();
    this.asked.set(client, asked.add(topic));
    try {
      await client.subscribe(PREFIX + topic, (text) => this.listeners.get(topic)?.message(text));
      this.listeners.get(topic)?.reconnected();
    } catch {
      // The connection is gone; the next one asks again.
      asked.delete(topic);
    }
  }
}
