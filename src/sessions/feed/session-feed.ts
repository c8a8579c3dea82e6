import { setTimeout as delay } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';

import { SharedTopics } from '../../cache/shared-topics.js';
import { ChangeOrder } from './change-order.js';
import type { FeedChange } from './feed-change.js';
import { RecentChanges } from './recent-changes.js';

/** Changes that are looked for when a feed comes back; what lies further behind is told as missing. */
const MAX_REPLAYED = 256;
/** What the database has and Redis has not is on its way from another server, or lost: so long, and looked for so often. */
const LATE_MS = 2000;
const LATE_INTERVAL_MS = 100;

/** Whoever follows a session. Must not throw. */
export interface FeedMember {
  /** In order, each once. */
  readonly change: (change: FeedChange) => void;
  /** Changes that happened and cannot be told any more, by number, both included. */
  readonly missed: (from: number, to: number) => void;
}

type Order = ChangeOrder<FeedChange>;

interface Room {
  readonly orders: Set<Order>;
  readonly leaveTopic: () => void;
}

/**
 * Tells what happens in sessions to those who follow them, on whichever server it happens. Changes have the numbers of the
 * database, so what is missing is seen; they travel through Redis, so they may be missing.
 */
@Injectable()
export class SessionFeed {
  private readonly rooms = new Map<string, Room>();
  private readonly recent = new RecentChanges();

  constructor(private readonly topics: SharedTopics) {}

  /** Sessions that somebody follows on this server, with the number that the slowest has been told. */
  get followed(): ReadonlyMap<string, number> {
    const entries = [...this.rooms].map(([id, { orders }]): [string, number] => {
      return [id, Math.min(...[...orders].map(({ last }) => last ?? 0))];
    });
    return new Map(entries);
  }

  /** Tells a change. Returns at once. */
  publish(sessionId: string, change: FeedChange): void {
    const text = JSON.stringify(change);
    this.arrived(sessionId, change, text);
    void this.topics.publish(topicOf(sessionId), change.number, text);
  }

  /**
   * Follows a session. Settles when everything up to `current` is told, or given up after some seconds.
   *
   * @param after number of the last change that the member knows
   * @param current number of the last change that has happened, read after `join` was called
   * @returns ends it
   */
  async join(
    sessionId: string,
    member: FeedMember,
    { after, current }: { readonly after: number | null; readonly current: () => Promise<number> },
  ): Promise<() => void> {
    const order: Order = new ChangeOrder(member.change, member.missed);
    const room = this.rooms.get(sessionId) ?? this.open(sessionId);
    room.orders.add(order);
    const leave = (): void => this.leave(sessionId, order);
    try {
      const last = await current();
      const from = Math.min(after ?? last, last);
      order.start(from);
      const endMs = performance.now() + LATE_MS;
      for (let told = from; told < last; told = order.last ?? last) {
        await this.catchUp(sessionId, told, last);
        if (!this.topics.areShared || performance.now() >= endMs) order.giveUp(last);
        else if ((order.last ?? last) < last) await delay(LATE_INTERVAL_MS);
      }
      return leave;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Looks for changes above `after` that have not come, in memory and in Redis. */
  async catchUp(sessionId: string, after: number, last: number): Promise<void> {
    for (let number = Math.max(after, last - MAX_REPLAYED) + 1; number <= last; number += 1) {
      const change = this.recent.get(sessionId, number);
      if (change) this.tell(sessionId, change);
    }
    for (const text of await this.topics.since(topicOf(sessionId), after)) this.heard(sessionId, text);
  }

  /** What is missing up to `number` will not come any more. */
  giveUp(sessionId: string, number: number): void {
    for (const order of this.rooms.get(sessionId)?.orders ?? []) order.giveUp(number);
  }

  private open(sessionId: string): Room {
    const room: Room = {
      orders: new Set(),
      leaveTopic: this.topics.listen(topicOf(sessionId), {
        message: (text) => this.heard(sessionId, text),
        reconnected: () => {
          const after = this.followed.get(sessionId);
          if (after !== undefined) void this.catchUp(sessionId, after, after);
        },
      }),
    };
    this.rooms.set(sessionId, room);
    return room;
  }

  private leave(sessionId: string, order: Order): void {
    const room = this.rooms.get(sessionId);
    if (!room?.orders.delete(order) || room.orders.size > 0) return;
    this.rooms.delete(sessionId);
    room.leaveTopic();
  }

  private heard(sessionId: string, text: string): void {
    const change = parse(text);
    if (change) this.arrived(sessionId, change, text);
  }

  private arrived(sessionId: string, change: FeedChange, text: string): void {
    this.recent.put(sessionId, change.number, text);
    this.tell(sessionId, change);
  }

  private tell(sessionId: string, change: FeedChange): void {
    for (const order of this.rooms.get(sessionId)?.orders ?? []) order.push(change);
  }
}

function topicOf(sessionId: string): string {
  return `session:${sessionId}`;
}

/** undefined for what is none: Redis may hold anything. */
function parse(text: string): FeedChange | undefined {
  try {
    const value = JSON.parse(text) as Partial<FeedChange> | null;
    if (typeof value?.number !== 'number' || !Array.isArray(value.events)) return undefined;
    return value as FeedChange;
  } catch {
    return undefined;
  }
}
