import { Injectable } from '@nestjs/common';

/** Whether the server is stopping: no longer ready, still answering what has come in. */
@Injectable()
export class Drain {
  private begun = false;

  begin(): void {
    this.begun = true;
  }

  get isDraining(): boolean {
    return this.begun;
  }
}
