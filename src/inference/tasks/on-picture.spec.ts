import { onPicture } from './on-picture.js';
import type { TaskResult } from './task-io.js';

const PART = { left: 100, top: 50, pictureWidth: 640, pictureHeight: 480 };
const SEEN = { width: 40, height: 30 };
const WHOLE = { width: 640, height: 480 };

describe('onPicture', () => {
  it.each<[string, TaskResult, TaskResult]>([
    [
      'moves boxes and points',
      {
        detections: [
          {
            label: 'face',
            class_id: 0,
            score: 0.9,
            box: { x: 1.1, y: 2.2, width: 10, height: 20 },
            keypoints: [{ x: -0.5, y: 3 }],
          },
        ],
        image: SEEN,
      },
      {
        detections: [
          {
            label: 'face',
            class_id: 0,
            score: 0.9,
            box: { x: 101.1, y: 52.2, width: 10, height: 20 },
            keypoints: [{ x: 99.5, y: 53 }],
          },
        ],
        image: WHOLE,
      },
    ],
    [
      'leaves classes as they are',
      { classes: [{ label: 'cat', class_id: 1, score: 0.8 }], image: SEEN },
      { classes: [{ label: 'cat', class_id: 1, score: 0.8 }], image: WHOLE },
    ],
    ['leaves tensors as they are', { outputs: [] }, { outputs: [] }],
  ])('%s', (_what, seen, whole) => {
    expect(onPicture(seen, PART)).toEqual(whole);
  });
});
