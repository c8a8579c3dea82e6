import { aggregateFrames } from './aggregate-frames.js';

const image = { width: 4, height: 4 };
const box = { x: 0, y: 0, width: 1, height: 1 };
const detections = { detections: [{ label: 'cone', class_id: 0, score: 0.5, box }], image };
const classes = { classes: [{ label: 'rust', class_id: 0, score: 0.5 }], image };
const values = { values: [{ name: 'yaw', value: 4, unit: null, range: null }], image };
const region = (result: object): object => ({ box, label: 'face', score: 0.9, model: 'faces', result });

describe('aggregateFrames', () => {
  it.each([
    ['detections', detections, { labels: [{ label: 'cone', frames: 2 }] }],
    ['classes', classes, { majority: { label: 'rust', votes: 2 } }],
    ['values', values, { values: [{ name: 'yaw', count: 2 }] }],
    ['values of regions', { regions: [region(values), region(values)], image }, { values: [{ count: 4 }] }],
    [
      'regions in regions',
      { regions: [region({ regions: [region(classes)], image })], image },
      { majority: { votes: 2 } },
    ],
  ])('puts %s together', (_name, result, expected) => {
    expect(aggregateFrames([1, 2].map((seconds) => ({ seconds, result })))).toMatchObject(expected);
  });

  it('counts a frame in which nothing was found', () => {
    const empty = { seconds: 0, result: { regions: [], image } };
    expect(aggregateFrames([empty, { seconds: 1, result: values }])).toMatchObject({
      values: [{ count: 1 }],
    });
  });

  it.each([
    ['no frames', []],
    ['tensors', [{ seconds: 0, result: { outputs: [] } }]],
    ['frames without a region', [{ seconds: 0, result: { regions: [], image } }]],
  ])('has nothing to say of %s', (_name, frames) => {
    expect(aggregateFrames(frames)).toBeNull();
  });
});
