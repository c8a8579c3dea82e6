import { send } from './support/http.js';
import { byPlace, expected, sample, serveStarters } from './support/starter-models.js';

describe('the starter models for pictures', () => {
  const { url: serverUrl, ask } = serveStarters(['hazard-detector', 'leaf-disease']);

  it.each(Object.entries<any>(expected('hazard-detector')))(
    'hazard-detector finds in %s what its card says',
    async (file, { detections }) => {
      const { body } = await ask('hazard-detector', sample('hazard-detector', file));
      const found = body.result.detections.toSorted(byPlace);
      const wanted = detections.toSorted(byPlace);
      expect(found.map(({ label }: any) => label)).toEqual(wanted.map(({ label }: any) => label));
      for (const [index, { score, box }] of wanted.entries()) {
        expect(Math.abs(found[index].score - score)).toBeLessThan(0.05);
        expect(Math.abs(found[index].box.x - box.x)).toBeLessThan(4);
        expect(Math.abs(found[index].box.width - box.width)).toBeLessThan(6);
      }
    },
  );

  const leaves = Object.entries<any>(expected('leaf-disease'));

  it.each(leaves.filter(([, { label }]) => label))(
    'leaf-disease knows %s as surely as its card says, and what to do',
    async (file, { label, score }) => {
      const { body } = await ask('leaf-disease', sample('leaf-disease', file));
      expect(body.result.classes[0]).toMatchObject({
        label,
        description: expect.any(String),
        recommendation: expect.any(String),
      });
      expect(Math.abs(body.result.classes[0].score - score)).toBeLessThan(0.06);
      expect(body.result.quality.faults).toEqual([]);
      expect(body).toMatchObject({ confidence_status: 'HIGH', retake_message: null });
      expect(body.model.notice).toContain('not for diagnosis');
    },
  );

  it.each(leaves.filter(([, { label }]) => !label))(
    'leaf-disease asks for another picture than %s, and says why',
    async (file, { faults }) => {
      const { body } = await ask('leaf-disease', sample('leaf-disease', file));
      expect(body.result.quality.faults).toEqual(expect.arrayContaining(faults));
      expect(body.confidence_status).not.toBe('HIGH');
      const words: Record<string, string> = {
        blurred: 'not sharp',
        underexposed: 'too dark',
        subject_too_small: 'go closer',
      };
      for (const fault of faults) expect(body.retake_message).toContain(words[fault]);
    },
  );

  it('says of leaf-disease that it is a demonstration', async () => {
    const { body } = await send(`${serverUrl()}/v1/models`);
    const notices = Object.fromEntries(body.models.map(({ name, notice }: any) => [name, notice]));
    expect(notices['leaf-disease']).toContain('demonstration');
  });
});
