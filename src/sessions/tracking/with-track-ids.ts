/** A copy of a result with the id of the track of each of its detections; a result without detections as it is. */
export function withTrackIds<Result extends object>(result: Result, ids: readonly (number | null)[]): Result {
  if (!('detections' in result)) return result;
  const detections = (result.detections as object[]).map((detection, index) => {
    return { ...detection, track_id: ids[index] ?? null };
  });
  return { ...result, detections };
}
