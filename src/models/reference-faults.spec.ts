import type { EnsembleSpec, ModelSpec, RegionSpec } from '../inference/model-spec.js';
import { referenceFaults } from './reference-faults.js';

const spec = (name: string, version: string, task: object, extra: object = {}): ModelSpec =>
  ({ name, version, task, ...extra }) as ModelSpec;

const faces = spec('faces', '2', { kind: 'object-detection', labels: [{ name: 'face' }, { name: 'hand' }] });
const leaves = spec('leaves', '1', { kind: 'image-classification', labels: [{ name: 'rust' }] });
const served = [spec('faces', '1', faces.task), faces, leaves];

const withRegion = (region: Partial<RegionSpec>) =>
  spec('ages', '1', { kind: 'image-regression' }, { region: { version: null, label: null, ...region } });

const withMembers = (...members: Partial<EnsembleSpec['members'][number]>[]) =>
  spec('both', '1', {}, { ensemble: { combine: 'average', members } });

describe('referenceFaults', () => {
  it.each([
    ['a model that names no other', leaves],
    ['a region of a detector', withRegion({ model: 'faces' })],
    ['a region of a version and a label', withRegion({ model: 'faces', version: '1', label: 'hand' })],
    [
      'a region of an alias, which only the server knows',
      withRegion({ model: 'faces', version: 'production' }),
    ],
    [
      'an ensemble of models that are there',
      withMembers({ model: 'leaves', version: null }, { model: 'faces', version: '2' }),
    ],
  ])('finds nothing in %s', (_, model) => {
    expect(referenceFaults(model, [...served, model])).toEqual([]);
  });

  it.each([
    [
      withRegion({ model: 'face' }),
      "region.model: there is no model 'face' that can be served; there are: faces, leaves",
    ],
    [
      withRegion({ model: 'faces', version: '3' }),
      "region.model: 'faces' has no version 3 that is served; there are: 1, 2",
    ],
    [
      withRegion({ model: 'leaves' }),
      "region.model: 'leaves' is of task image-classification; only an object detector finds regions",
    ],
    [
      withRegion({ model: 'faces', label: 'foot' }),
      "region.label: 'faces' has no label 'foot'; it has face, hand",
    ],
    [
      withMembers({ model: 'leaves', version: null }, { model: 'roots', version: null }),
      "ensemble.members[1].model: there is no model 'roots' that can be served; there are: faces, leaves",
    ],
    [
      withMembers({ model: 'both', version: null }),
      "ensemble.members[0].model: 'both' is the ensemble itself",
    ],
  ])('says what is wrong (%#)', (model, fault) => {
    expect(referenceFaults(model, served)).toEqual([fault]);
  });

  it('says that nothing is served', () => {
    expect(referenceFaults(withRegion({ model: 'faces' }), [])).toEqual([
      "region.model: there is no model 'faces' that can be served; there are: none",
    ]);
  });
});
