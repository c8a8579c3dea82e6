import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { ApiErrors } from '../../common/dto/api-errors.js';
import { AppError } from '../../common/errors.js';
import { SessionDto } from '../dto/session.dto.js';
import { LiveConnections } from '../live/live-connections.js';
import { SessionsService } from '../sessions.service.js';
import { EventStream } from './event-stream.js';
import type { FeedChange } from './feed-change.js';
import { SessionFeed } from './session-feed.js';

/** What happens in a session, as it happens. */
@ApiTags('sessions')
@Controller('v1/sessions')
export class SessionEventsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly feed: SessionFeed,
    private readonly live: LiveConnections,
  ) {}

  /**
   * Server-sent events of a session: `session` (its state, at first), `prediction`, `track_entered`, `track_left`, `status`, and
   * `missed` where something cannot be told any more. Ends after the session.
   */
  @Get(':session_id/events')
  @ApiHeader({
    name: 'last-event-id',
    required: false,
    description:
      'Id of the last event that the client knows: what came after it is told first. Browsers send it by themselves.',
    schema: { type: 'integer', minimum: 0 },
  })
  @ApiOkResponse({
    description: 'Events until the session is over, the client goes away or the server stops.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiNoContentResponse({
    description: 'The session is over, and the client knows all of it. Browsers stop asking.',
  })
  @ApiErrors(
    'VALIDATION_FAILED',
    'SESSION_NOT_FOUND',
    'SESSION_STORE_UNAVAILABLE',
    'TOO_MANY_CONNECTIONS',
    'SHUTTING_DOWN',
  )
  async events(
    @Param('session_id') id: string,
    @Headers('last-event-id') lastId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const after = lastNumber(lastId);
    const session = await this.sessions.get(id);
    if (session.status === 'ended' && after !== null && after >= session.feedNumber) {
      void reply.status(204).send();
      return;
    }
    const stream = new EventStream();
    const leavePlace = this.live.enter(() => stream.end());
    stream.body.once('close', leavePlace);
    try {
      const leave = await this.feed.join(
        id,
        {
          change: (change) => tell(stream, change),
          missed: (from, to) => stream.send('missed', { from, to }, to),
        },
        {
          after,
          current: async () =>
            after === null ? this.greet(stream, id) : (await this.sessions.get(id)).feedNumber,
        },
      );
      if (stream.body.destroyed) leave();
      stream.body.once('close', leave);
    } catch (error) {
      stream.body.destroy();
      throw error;
    }
    if (session.status === 'ended') stream.end();
    void reply
      .headers({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // nginx would keep events until its buffer is full.
        'x-accel-buffering': 'no',
      })
      .send(stream.body);
  }

  /** Tells the state that the events after it begin from. @returns number of the last change that it holds */
  private async greet(stream: EventStream, id: string): Promise<number> {
    const session = await this.sessions.get(id);
    stream.send('session', SessionDto.from(session), session.feedNumber);
    return session.feedNumber;
  }
}

/** Events of one change have one id, on the last of them: who saw only some sees all of them again. */
function tell(stream: EventStream, { number, events, isLast }: FeedChange): void {
  for (const [index, { type, data }] of events.entries()) {
    if (index < events.length - 1) stream.send(type, data);
    else stream.send(type, data, number);
  }
  if (isLast) stream.end();
}

function lastNumber(text: string | undefined): number | null {
  if (text === undefined || text === '') return null;
  if (!/^\d{1,9}$/.test(text)) {
    const faults = [
      `last-event-id: must be the id of an event of this session; got ${JSON.stringify(text.slice(0, 50))}`,
    ];
    throw new AppError('VALIDATION_FAILED', { faults });
  }
  return Number(text);
}
