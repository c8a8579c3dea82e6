import { AppError } from '../../common/errors.js';
import type { TaskOptions } from '../../inference/tasks/task-io.js';
import { LoadedVersion } from '../../models/loaded-version.js';
import { BoundedTasks } from '../bulk/bounded-tasks.js';
import type { BulkLimits } from '../bulk/bulk-limits.js';
import { itemError } from '../bulk/item-error.js';
import { itemFacts } from '../bulk/item-facts.js';
import { PredictionDto } from '../dto/prediction.dto.js';
import type { PredictionItemDto, PredictionsDto } from '../dto/predictions.dto.js';
import type { PredictionInput, RequestFacts } from '../prediction.js';
import { PredictionService } from '../prediction.service.js';

/** One of the inputs of a batch. */
export interface BatchItem {
  /** Name of the file as the client sent it, or of its place in the JSON. */
  readonly filename: string;
  /** Bytes that it holds until it is answered. */
  readonly bytes: number;
  /** Called when its turn comes. @throws AppError what the input deserves */
  readonly input: () => PredictionInput;
}

/** The items of one batch request on their way: some at a time, each answered by itself, all under one deadline. */
export class BatchRun {
  private readonly items: PredictionItemDto[] = [];
  private readonly tasks: BoundedTasks;

  constructor(
    private readonly predictions: Pick<PredictionService, 'predict'>,
    private readonly version: LoadedVersion,
    private readonly facts: RequestFacts,
    private readonly limits: BulkLimits,
  ) {
    this.tasks = new BoundedTasks(limits.inFlight, limits.maxBytes);
  }

  get length(): number {
    return this.items.length;
  }

  /** Whether what comes now is not run any more. */
  get isOver(): boolean {
    return Date.now() >= this.facts.deadlineAt;
  }

  /** Takes an item once there is room for it. After the deadline it is answered and not run. @throws AppError CLIENT_CLOSED_REQUEST */
  async add({ filename, bytes, input }: BatchItem, options: TaskOptions): Promise<void> {
    const item = this.place(filename);
    await this.tasks.add(bytes, async () => {
      try {
        if (this.isOver) throw this.tooLate();
        const facts = itemFacts(this.facts, this.version.spec, this.limits.maxWaiting);
        const answer = await this.predictions.predict(this.version, input(), options, facts);
        item.prediction = PredictionDto.from(answer, this.facts.requestId);
      } catch (error) {
        item.error = itemError(error, this.facts.requestId);
      }
    });
    if (this.facts.signal.aborted) throw new AppError('CLIENT_CLOSED_REQUEST');
  }

  /** Answers an item that is not run: after the deadline, or with what is wrong with it. */
  refuse(filename: string, error: AppError = this.tooLate()): void {
    this.place(filename).error = itemError(error, this.facts.requestId);
  }

  /** Waits for everything that runs. */
  settled(): Promise<void> {
    return this.tasks.done();
  }

  /** What became of every item, in their order. Call it after {@link settled}. */
  answer(): PredictionsDto {
    const succeeded = this.items.filter(({ prediction }) => prediction).length;
    return { items: this.items, succeeded, failed: this.items.length - succeeded };
  }

  private place(filename: string): PredictionItemDto {
    const item: PredictionItemDto = { index: this.items.length, filename };
    this.items.push(item);
    return item;
  }

  private tooLate(): AppError {
    const { name: model } = this.version.spec;
    return new AppError('DEADLINE_EXCEEDED', { model, deadline_ms: this.facts.deadlineMs });
  }
}
