import { createHash } from 'node:crypto';

import { pagePolicy } from './page-policy.js';

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');

describe('the policy of a page', () => {
  const policy = pagePolicy('<style>a{}</style><body><script>\nrun();\n</script></body>');

  it('lets its own script and styles run, by their hash, and no others', () => {
    expect(policy).toContain(`script-src 'sha256-${hash('\nrun();\n')}';`);
    expect(policy).toContain(`style-src 'sha256-${hash('a{}')}';`);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it('takes nothing from elsewhere and is shown in nobody else’s page', () => {
    expect(policy).toMatch(/^default-src 'none'/);
    expect(policy).toContain("frame-ancestors 'none'");
  });
});
