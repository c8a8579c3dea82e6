import { readdirSync, readFileSync } from 'node:fs';

import { predict } from './support/http.js';
import { acceptancePath, describeWithAcceptance } from './support/models.js';
import { startSmallServer } from './support/small-server.js';

describeWithAcceptance('the odd pictures of image libraries', () => {
  let server: Awaited<ReturnType<typeof startSmallServer>>;

  beforeAll(async () => {
    server = await startSmallServer();
  });

  afterAll(() => server?.stop());

  const folders = ['pillow', 'sharp'];
  const files = folders.flatMap((folder) =>
    readdirSync(acceptancePath(`images/${folder}`)).map((file) => `images/${folder}/${file}`),
  );

  it.each(files)('%s gives an answer or a clear 4xx', async (file) => {
    const { status, body } = await predict(server.url, 'colours', {
      bytes: readFileSync(acceptancePath(file)),
      name: file,
    });
    if (status === 200) expect(body.result.classes).toHaveLength(3);
    else {
      expect([400, 413, 415]).toContain(status);
      expect(body.error.message.length).toBeGreaterThan(10);
    }
  });
});
