import { Injectable } from '@nestjs/common';

import { Turns } from '../common/turns.js';

/** Summaries of one session are added one after the other, so that they do not race each other in the database. */
@Injectable()
export class SessionTurns extends Turns {}
