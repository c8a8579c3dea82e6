import { networkReason, RemoteFault } from './remote-fault.js';

/** What the SDK's errors have of use here. */
interface S3Error {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
}

/** Faults of this one object; everything else in the 400s is about who we are or where we write. */
const OF_THE_OBJECT = new Set([
  'EntityTooLarge',
  'KeyTooLongError',
  'InvalidDigest',
  'BadDigest',
  'MetadataTooLarge',
]);
const BUSY = new Set([
  'SlowDown',
  'RequestTimeout',
  'TooManyRequests',
  'ThrottlingException',
  'OperationAborted',
]);

const REFUSALS: Readonly<Record<string, string>> = {
  InvalidAccessKeyId: 'does not know the access key: look at S3_ACCESS_KEY_ID',
  SignatureDoesNotMatch: 'does not accept the signature: look at S3_SECRET_ACCESS_KEY',
  ExpiredToken: 'says that the credentials have expired',
  InvalidToken: 'does not accept the session token of the credentials',
  AccessDenied:
    'lets these credentials do nothing here: they need s3:GetObject, s3:PutObject, s3:DeleteObject',
  Forbidden: 'lets these credentials do nothing here: they need s3:GetObject, s3:PutObject, s3:DeleteObject',
  NoSuchBucket: 'has no such bucket: look at S3_BUCKET',
  NotFound: 'has no such bucket: look at S3_BUCKET',
  InvalidBucketName: 'takes no bucket of that name: look at S3_BUCKET',
  PermanentRedirect: 'has this bucket in another region: look at S3_REGION',
  AuthorizationHeaderMalformed: 'has this bucket in another region: look at S3_REGION',
  IllegalLocationConstraintException: 'has this bucket in another region: look at S3_REGION',
  RequestTimeTooSkewed: "says that this machine's clock is wrong",
  CredentialsProviderError:
    'was not asked, since there are no credentials: set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY',
};

/** What an error of the S3 client means for us. Its own text is left out: it may quote keys and signed headers. */
export function s3Fault(error: unknown): RemoteFault {
  if (error instanceof RemoteFault) return error;
  const { name = '', $metadata, $response } = error as S3Error;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  const refusal = REFUSALS[name];
  if (refusal !== undefined) return new RemoteFault('refused', `S3 ${refusal}`);
  if (OF_THE_OBJECT.has(name) || status === 413)
    return new RemoteFault('rejected', `S3 does not take it (${name || status})`);
  if (status === undefined || name === 'TimeoutError')
    return new RemoteFault('away', `S3 ${networkReason(error) ?? 'cannot be reached'}`);
  if (status === 401 || status === 403)
    return new RemoteFault('refused', `S3 refuses the credentials (${status})`);
  if (status >= 500 || status === 429 || status === 408 || BUSY.has(name))
    return new RemoteFault(
      'away',
      `S3 answers ${status}${name === '' ? '' : ` (${/^\w+$/.test(name) ? name : 'unknown'})`}`,
    );
  return new RemoteFault('refused', `S3 refuses with ${status} (${/^\w+$/.test(name) ? name : 'unknown'})`);
}
