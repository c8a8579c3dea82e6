import { describeWithFfmpeg } from './support/ffmpeg.js';
import { send, sendForm } from './support/http.js';
import { byPlace, expected, sample, serveStarters } from './support/starter-models.js';

const TRAITS = ['openness', 'conscientiousness', 'extraversion', 'agreeableness', 'neuroticism'];

describe('the starter models for faces', () => {
  const { url: serverUrl, ask } = serveStarters(['face-detector', 'personality']);

  it.each(Object.entries<any>(expected('face-detector')))(
    'face-detector finds every face of %s where its card says',
    async (file, { detections }) => {
      const { body } = await ask('face-detector', sample('face-detector', file));
      const found = body.result.detections.toSorted(byPlace);
      const wanted = detections.toSorted(byPlace);
      expect(found.map(({ label }: any) => label)).toEqual(wanted.map(({ label }: any) => label));
      for (const [index, { score, box }] of wanted.entries()) {
        expect(Math.abs(found[index].score - score)).toBeLessThan(0.05);
        expect(Math.abs(found[index].box.x - box.x)).toBeLessThan(5);
        expect(Math.abs(found[index].box.height - box.height)).toBeLessThan(8);
      }
    },
  );

  it.each(Object.entries<any>(expected('personality')))(
    'personality reads from the face in %s what it was drawn with, and how far the mirrored picture is apart',
    async (file, { values, drawn_with: drawnWith }) => {
      const { body } = await ask('personality', sample('personality', file));
      expect(body.result.region).toMatchObject({ label: 'face', model: 'face-detector' });
      expect(body.result.values.map(({ name }: any) => name)).toEqual(TRAITS);
      for (const { name, value, range, spread } of body.result.values) {
        expect(Math.abs(value - values[name])).toBeLessThan(0.06);
        expect(Math.abs(value - drawnWith[name])).toBeLessThan(0.26);
        expect(range).toEqual([0, 1]);
        expect(spread).toBeGreaterThanOrEqual(0);
      }
      expect(body.confidence_status).toBeNull();
      expect(body.model.notice).toContain('Not for judging people');
    },
  );

  it('personality looks at the whole picture where no face is found, and says so', async () => {
    const { status, body } = await ask('personality', sample('leaf-disease', 'healthy.jpg'));
    expect(status).toBe(200);
    expect(body.result.region).toMatchObject({ label: null, box: { x: 0, y: 0 } });
    expect(body.result.values).toHaveLength(TRAITS.length);
  });

  it('says of both that they are demonstrations', async () => {
    const { body } = await send(`${serverUrl()}/v1/models`);
    for (const { notice } of body.models) expect(notice).toContain('A demonstration');
  });

  describeWithFfmpeg('in films', () => {
    it('personality sees a face begin to smile', async () => {
      const film = { bytes: sample('personality', 'smile.webm'), name: 'smile.webm', type: 'video/webm' };
      const url = `${serverUrl()}/v1/models/personality/predict/video`;
      const { status, body } = await sendForm(url, film, { strategy: 'evenly', frames: 4 });
      expect(status).toBe(200);
      const extraversion = body.frames.map(
        ({ prediction }: any) =>
          prediction.result.values.find(({ name }: any) => name === 'extraversion').value,
      );
      expect(extraversion.at(-1) - extraversion[0]).toBeGreaterThan(0.3);
      expect(body.frames[0].prediction.model.notice).toContain('Not for judging people');
      expect(body.aggregate).not.toBeNull();
    });
  });
});
