import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';

import { DatabaseService } from '../../database/database.service.js';
import { certain } from '../session-faults.js';
import { SessionTrackEntity } from './session-track.entity.js';

/** Reads what was followed in sessions. */
@Injectable()
export class SessionTracks {
  constructor(private readonly database: DatabaseService) {}

  /**
   * In the order of ids.
   *
   * @param after id of the last track of the page before
   * @throws AppError SESSION_STORE_UNAVAILABLE
   */
  find(
    sessionId: string,
    { label, present }: { readonly label?: string | undefined; readonly present?: boolean | undefined },
    limit: number,
    after = 0,
  ): Promise<SessionTrackEntity[]> {
    const where = {
      sessionId,
      trackId: MoreThan(after),
      ...(label === undefined ? {} : { label }),
      ...(present === undefined ? {} : { hasLeft: !present }),
    };
    return certain(
      this.database.read((manager) => {
        return manager.find(SessionTrackEntity, { where, order: { trackId: 'ASC' }, take: limit });
      }),
    );
  }
}
