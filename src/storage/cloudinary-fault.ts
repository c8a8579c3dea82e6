import { networkReason, RemoteFault } from './remote-fault.js';

/** What the SDK's errors have of use here; some hold the credentials of the request, so none is passed on. */
interface CloudinaryError {
  readonly http_code?: number;
  readonly error?: CloudinaryError;
}

/** What an error of Cloudinary's client means for us. */
export function cloudinaryFault(error: unknown): RemoteFault {
  if (error instanceof RemoteFault) return error;
  const { http_code: status } = ((error as CloudinaryError).error ?? error) as CloudinaryError;
  switch (status) {
    case undefined:
      return new RemoteFault('away', `Cloudinary ${networkReason(error) ?? 'cannot be reached'}`);
    case 401:
    case 403:
      return new RemoteFault(
        'refused',
        `Cloudinary refuses the credentials (${status}): look at CLOUDINARY_URL`,
      );
    case 404:
      return new RemoteFault('refused', 'Cloudinary knows no such cloud: look at CLOUDINARY_URL');
    case 400:
    case 413:
      return new RemoteFault('rejected', `Cloudinary does not take it (${status})`);
    case 499:
      return new RemoteFault('away', 'Cloudinary does not answer in time');
    default:
      return new RemoteFault('away', `Cloudinary answers ${status}`);
  }
}
