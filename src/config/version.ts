/** Version of the server; the same as in package.json, which test/open-inference.e2e-spec.ts compares. */
export const VERSION: string = '0.1.0';
