import type { LoadedVersion } from '../models/loaded-version.js';
import type { Answer, AnswerResult } from '../predictions/prediction.js';
import type { Session } from './session.js';
import { SessionPictures } from './session-pictures.js';
import type { Sighting } from './session-summary.js';
import type { Recorded } from './sessions.service.js';
import { untracked } from './tracking/tracked-picture.js';

const NOW = Date.UTC(2026, 10, 29);
const box = { x: 0, y: 0, width: 10, height: 10 };

function answerOf(id: string, result: object = { detections: [{ label: 'bus', score: 0.9, box }] }): Answer {
  const version = { spec: { name: 'signs', version: '1', task: { kind: 'object-detection' } } };
  return {
    id,
    version: version as unknown as LoadedVersion,
    result: result as AnswerResult,
    createdAt: new Date(NOW),
  } as Answer;
}

const follow = ({ picture }: Sighting, index: number) =>
  picture ? { ...untracked('untimed', picture), status: 'tracked' as const, ids: [index + 1] } : null;

/** A session of which the tracker gives ids from 1, unless `says` has something else. */
function picturesOf(isFollowed: boolean, says?: () => Recorded, times: number[] = []) {
  const added: (readonly Sighting[])[] = [];
  const recorded: Answer[] = [];
  const session = { id: 's', tracking: isFollowed ? {} : null } as unknown as Session;
  const record = async (_id: string, sightings: readonly Sighting[]): Promise<Recorded> => {
    added.push(sightings);
    return (
      says?.() ?? {
        pictures: isFollowed ? sightings.map(follow) : sightings.map(() => null),
        state: 'recorded',
      }
    );
  };
  const pictures = new SessionPictures(session, { times, arrivedAt: NOW }, { record });
  const answer = (each: Answer) => pictures.answered(each, (told) => recorded.push(told));
  return { pictures, added, recorded, answer };
}

const idsOf = (answers: readonly (Answer | null)[]) =>
  answers.map(
    (each) => (each?.result as { detections?: { track_id?: number | null }[] })?.detections?.[0]?.track_id,
  );

describe('SessionPictures', () => {
  it('records what is told, with the ids of the tracker, in the order of the request', async () => {
    const { pictures, recorded, answer, added } = picturesOf(true, undefined, [NOW, NOW + 1, NOW + 2]);
    const [a, c] = [answerOf('a'), answerOf('c')];
    // They are answered in another order, and the second one failed.
    answer(c);
    answer(a);
    expect(recorded).toEqual([]);
    const told = await pictures.tell([a, null, c]);
    expect(idsOf(told)).toEqual([1, undefined, 2]);
    expect(recorded).toEqual([told[0], told[2]]);
    expect(told[0]?.tracking?.status).toBe('tracked');
    expect(added[0]?.map(({ picture }) => picture?.capturedAt)).toEqual([NOW, NOW + 2]);
    await pictures.close();
    expect([added.length, recorded.length]).toEqual([1, 2]);
  });

  it('leaves the answer alone, which is the one of the cache', async () => {
    const { pictures, answer } = picturesOf(true);
    const before = answerOf('a');
    answer(before);
    await pictures.tell([before]);
    expect(before).toEqual(answerOf('a'));
  });

  it.each<[string, () => Recorded]>([
    ['is away', () => ({ pictures: [null], state: 'deferred' })],
    ['says that somebody has ended the session', () => ({ pictures: [null], state: 'ended' })],
  ])('records that nothing is followed when the database %s', async (_, says) => {
    const { pictures, recorded, answer } = picturesOf(true, says);
    answer(answerOf('a'));
    const told = await pictures.tell([answerOf('a')]);
    expect([idsOf(told), told[0]?.tracking?.status]).toEqual([[null], 'unavailable']);
    expect(recorded).toEqual(told);
    expect(pictures.state).toBe(says().state);
  });

  it('records at once where nothing is followed', async () => {
    const { pictures, recorded, answer } = picturesOf(false);
    const only = answerOf('a');
    answer(only);
    expect(recorded).toEqual([only]);
    expect(await pictures.tell([only])).toEqual([only]);
    expect(recorded).toHaveLength(1);
  });

  it('records what was answered in a request that failed after it', async () => {
    const { pictures, recorded, answer, added } = picturesOf(true);
    answer(answerOf('a'));
    await pictures.close();
    expect(added[0]).toMatchObject([{ picture: { capturedAt: null } }]);
    expect(recorded).toMatchObject([{ id: 'a' }]);
  });

  it('records the answers also when the session fails', async () => {
    const { pictures, recorded, answer } = picturesOf(true, () => {
      throw new Error('broken');
    });
    answer(answerOf('a'));
    await expect(pictures.tell([answerOf('a')])).rejects.toThrow('broken');
    expect(recorded).toMatchObject([{ id: 'a' }]);
  });
});
