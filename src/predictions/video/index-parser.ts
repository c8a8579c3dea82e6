import type { IndexedFrame, VideoIndex } from './frame-index.js';

/** A video with more is refused: no limit on seconds bounds what a file may list. */
export const MAX_LISTED_FRAMES = 300_000;

type Fields = Readonly<Record<string, string>>;

/**
 * Reads what ffprobe writes with `-of compact`: one line a section, `packet|pts_time=0.5|flags=K_`. Lines come in as they
 * are written, so that a long list never holds up the event loop.
 */
export class IndexParser {
  private readonly packets: {
    shown: number | null;
    decoded: number | null;
    isKey: boolean;
    lasts: number;
  }[] = [];
  private stream: Fields | undefined;
  private format: Fields | undefined;
  private rotation = 0;
  private rest = '';

  /** @returns false when the file lists more frames than are accepted */
  add(text: string): boolean {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.addLine(line);
    return this.packets.length <= MAX_LISTED_FRAMES;
  }

  /** Seconds that the file itself says it lasts, whatever is in it; 0 when it says nothing. */
  get claimedSeconds(): number {
    return Math.max(numberOf(this.format?.['duration']) ?? 0, numberOf(this.stream?.['duration']) ?? 0);
  }

  /** Name of the codec and size of the picture as stored; undefined when there is no video in the file. */
  get picture(): { codec: string; width: number; height: number } | undefined {
    if (!this.stream) return undefined;
    const { codec_name: codec = 'unknown', width, height } = this.stream;
    return { codec, width: numberOf(width) ?? 0, height: numberOf(height) ?? 0 };
  }

  /** Everything together once the last line has come; undefined when no frame is listed. */
  index(): VideoIndex | undefined {
    this.addLine(this.rest);
    const { picture } = this;
    const frames = this.frames();
    const last = frames.at(-1);
    if (!picture || !last) return undefined;
    const startSeconds = Math.min(numberOf(this.format?.['start_time']) ?? Infinity, frames[0]?.seconds ?? 0);
    const isTurned = Math.abs(this.rotation) % 180 === 90;
    return {
      codec: picture.codec,
      width: isTurned ? picture.height : picture.width,
      height: isTurned ? picture.width : picture.height,
      frames,
      hasExactTimes: this.packets.every(({ shown }) => shown !== null),
      startSeconds,
      durationSeconds: last.seconds + this.lastFrameSeconds(frames) - startSeconds,
    };
  }

  private addLine(line: string): void {
    const [section, ...pairs] = line.split('|');
    const fields: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const pair of pairs) {
      const at = pair.indexOf('=');
      if (at > 0) fields[pair.slice(0, at)] = pair.slice(at + 1);
    }
    if (section === 'packet') this.addPacket(fields);
    else if (section === 'stream') this.addStream(fields);
    else if (section === 'format') this.format ??= fields;
  }

  private addPacket(fields: Fields): void {
    const flags = fields['flags'] ?? '';
    // D: cut away by an edit list; it is decoded and never shown.
    if (flags.includes('D')) return;
    this.packets.push({
      shown: numberOf(fields['pts_time']),
      decoded: numberOf(fields['dts_time']),
      isKey: flags.includes('K'),
      lasts: numberOf(fields['duration_time']) ?? 0,
    });
  }

  private addStream(fields: Fields): void {
    if (this.stream) return;
    this.stream = fields;
    // Since ffmpeg 5 a display matrix, before that a tag; compact writes both behind the stream's own fields.
    this.rotation = numberOf(fields['rotation']) ?? numberOf(fields['tag:rotate']) ?? 0;
  }

  /** In the order in which they are shown: packets come in the order of decoding. */
  private frames(): IndexedFrame[] {
    const hasTimes = this.packets.every(({ shown }) => shown !== null);
    return this.packets
      .map(({ shown, decoded, isKey }) => ({ seconds: hasTimes ? shown : decoded, isKey }))
      .filter((frame): frame is IndexedFrame => frame.seconds !== null)
      .toSorted((a, b) => a.seconds - b.seconds);
  }

  private lastFrameSeconds(frames: readonly IndexedFrame[]): number {
    const listed = this.packets.at(-1)?.lasts ?? 0;
    if (listed > 0) return listed;
    const [first, last] = [frames[0]?.seconds ?? 0, frames.at(-1)?.seconds ?? 0];
    return frames.length > 1 ? (last - first) / (frames.length - 1) : 0;
  }
}

function numberOf(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
