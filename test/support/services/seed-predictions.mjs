import { query } from './postgres.mjs';

/**
 * Rows of the history by the thousand, made by the database itself. Ids carry their time, as those of the server do, and
 * rise with it; four rows share a millisecond.
 *
 * @param {string} url of a migrated database
 * @param {object} options
 * @param {number} options.count
 * @param {number} options.lastAt Unix time of the newest row in milliseconds
 * @param {number} [options.stepMs] between groups of four rows; 1 when absent
 * @param {string} [options.model] @param {string} [options.label]
 */
export async function seedPredictions(
  url,
  { count, lastAt, stepMs = 1, model = 'hazards', label = 'pothole' },
) {
  const at = `(${lastAt}::bigint - ((${count} - n) / 4) * ${stepMs})`;
  await query(
    url,
    `INSERT INTO predictions (created_at, id, request_id, model, version, digest, task, status, label, score, labels,
       cached, result, input_digest, input_bytes, timings_ms, total_ms)
     SELECT to_timestamp(${at} / 1000.0),
       (lpad(to_hex(${at}), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid,
       'request-' || n, ${quote(model)}, '1', 'model-digest', 'object-detection', 'succeeded', ${quote(label)}, 0.875,
       ARRAY[${quote(label)}], false,
       jsonb_build_object('detections', jsonb_build_array(jsonb_build_object('label', ${quote(label)}, 'class_id', 0,
         'score', 0.875, 'box', jsonb_build_object('x', 10, 'y', 20, 'width', 30, 'height', 40)))),
       md5(n::text), 1234, '{"queue": 0, "decode": 3, "preprocess": 1, "run": 12.5, "postprocess": 1, "total": 18}', 20.25
     FROM generate_series(1, ${count}) AS n`,
  );
}

/** @param {string} text */
function quote(text) {
  return `'${text.replaceAll("'", "''")}'`;
}
