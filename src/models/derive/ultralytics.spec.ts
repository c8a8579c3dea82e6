import { ultralyticsInfo, type UltralyticsInfo } from './ultralytics.js';

const read = (metadata: Record<string, string>): UltralyticsInfo | null =>
  ultralyticsInfo(new Map(Object.entries(metadata)));

describe('the metadata of an Ultralytics export', () => {
  it('gives task, names, size and channels', () => {
    expect(
      read({
        task: 'detect',
        names: "{0: 'Pothole', 1: 'Crack'}",
        imgsz: '[320, 640]',
        stride: '32',
        channels: '3',
        end2end: 'False',
        args: "{'batch': 1, 'nms': False}",
      }),
    ).toEqual({
      task: 'detect',
      head: null,
      names: ['Pothole', 'Crack'],
      keypoints: null,
      size: { width: 640, height: 320 },
      channels: 3,
      hasSuppression: false,
    });
  });

  it.each<[string, Record<string, string>, Partial<UltralyticsInfo>]>([
    [
      'a list of names without task (YOLOv5)',
      { names: "['a', 'b']", stride: '32' },
      { task: null, names: ['a', 'b'], size: null },
    ],
    ['one side', { names: "['a']", imgsz: '640' }, { size: { width: 640, height: 640 } }],
    ['grey pictures', { names: "['a']", stride: '32', channels: '1' }, { channels: 1 }],
    ['an end-to-end head', { names: "['a']", stride: '32', end2end: 'True' }, { hasSuppression: true }],
    ['suppression inside', { names: "['a']", stride: '32', args: "{'nms': True}" }, { hasSuppression: true }],
    ['an unreadable size', { names: "['a']", stride: '32', imgsz: '[a]' }, { size: null }],
    ['numbers as names', { names: '{0: 0, 1: 1}', stride: '32' }, { names: ['0', '1'] }],
  ])('may have %s', (_, metadata, expected) => {
    expect(read(metadata)).toMatchObject(expected);
  });

  it.each<[string, Record<string, string>]>([
    ['no names', { stride: '32' }],
    ['unreadable names', { names: '{0: person}', stride: '32' }],
    ['a gap in the names', { names: "{0: 'a', 2: 'b'}", stride: '32' }],
    ['no names in the list', { names: '[]', stride: '32' }],
    ['names of another maker', { names: "['a']" }],
  ])('is not recognised with %s', (_, metadata) => {
    expect(read(metadata)).toBeNull();
  });
});
