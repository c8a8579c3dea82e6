import { derive, model, task } from '../../../test/fixtures/derive-model.js';

const withMetadata = (key: string, text: string) =>
  model([1, 3, 8, 8], [1, 3], { metadata: { [key]: text } });

describe('the names of the classes', () => {
  it.each([
    ['names', '["red", "green", "blue"]'],
    ['labels', 'red, green, blue'],
    ['classes', 'red\ngreen\nblue\n'],
    ['character', 'red\ngreen\nblue'],
    ['id2label', '{"0": "red", "1": "green", "2": "blue"}'],
    ['names', "{0: 'red', 1: 'green', 2: 'blue'}"],
    ['class_names', '{"red": 0, "green": 1, "blue": 2}'],
  ])('are read from %s: %s', async (key, text) => {
    const { spec, origins } = await derive(withMetadata(key, text));
    expect(spec.task).toMatchObject({ labels: [{ name: 'red' }, { name: 'green' }, { name: 'blue' }] });
    expect(origins['labels']).toBe('derived');
  });

  it('are not read where their number does not fit, and a note says so', async () => {
    const { spec, notes } = await derive(withMetadata('labels', 'a, b'));
    expect(spec.task).toMatchObject({
      labels: [{ name: 'class_0' }, { name: 'class_1' }, { name: 'class_2' }],
    });
    expect(notes).toEqual([
      "'labels' in the metadata of the file names 2 classes, but the model has 3; not used",
    ]);
  });

  it.each(['', '7', '{"0": 1', '[]', '[["a"]]', '{"0": "a", "2": "b"}'])(
    'are not made up from %j',
    async (text) => {
      expect(await task(withMetadata('names', text))).toMatchObject({ labels: { 0: { name: 'class_0' } } });
    },
  );
});
