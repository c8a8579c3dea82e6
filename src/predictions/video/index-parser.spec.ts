import { framesPerSecond, timeOf } from './frame-index.js';
import { IndexParser, MAX_LISTED_FRAMES } from './index-parser.js';

function parse(...lines: string[]): IndexParser {
  const parser = new IndexParser();
  parser.add(lines.map((line) => `${line}\n`).join(''));
  return parser;
}

const STREAM = 'stream|codec_name=h264|width=640|height=360|duration=9.175843';

describe('IndexParser', () => {
  it('reads frames in the order in which they are shown', () => {
    const index = parse(
      'packet|pts_time=0.852019|dts_time=0.852019|duration_time=0.033367|flags=K_',
      'packet|pts_time=0.952119|dts_time=0.885385|duration_time=0.033367|flags=__',
      'packet|pts_time=0.885385|dts_time=0.918752|duration_time=0.033367|flags=__',
      'packet|pts_time=0.918752|dts_time=0.952119|duration_time=0.033367|flags=__',
      STREAM,
      'format|start_time=0.008005|duration=10.008000',
    ).index();
    expect(index).toMatchObject({ codec: 'h264', width: 640, height: 360, hasExactTimes: true });
    expect(index?.frames.map(({ seconds }) => seconds)).toEqual([0.852019, 0.885385, 0.918752, 0.952119]);
    expect(index?.frames.map(({ isKey }) => isKey)).toEqual([true, false, false, false]);
    expect(index?.startSeconds).toBe(0.008005);
    expect(index?.durationSeconds).toBeCloseTo(0.952119 + 0.033367 - 0.008005, 6);
    expect(timeOf(index!, 0)).toBeCloseTo(0.844014, 6);
    expect(framesPerSecond(index!)).toBeCloseTo(29.97, 2);
  });

  it('takes the order of decoding where a container tells nothing else', () => {
    const index = parse(
      'packet|pts_time=N/A|dts_time=0.000000|duration_time=0.040000|flags=K_',
      'packet|pts_time=N/A|dts_time=0.040000|duration_time=0.040000|flags=__',
      'packet|pts_time=0.080000|dts_time=0.080000|duration_time=0.040000|flags=__',
      STREAM,
      'format|start_time=0.000000|duration=0.12',
    ).index();
    expect(index?.hasExactTimes).toBe(false);
    expect(index?.frames.map(({ seconds }) => seconds)).toEqual([0, 0.04, 0.08]);
  });

  it('leaves out what an edit list cuts away', () => {
    const index = parse(
      'packet|pts_time=-0.080000|dts_time=-0.16|duration_time=0.04|flags=KD_',
      'packet|pts_time=0.000000|dts_time=0|duration_time=0.04|flags=___',
      STREAM,
      'format|start_time=0|duration=1',
    ).index();
    expect(index?.frames).toEqual([{ seconds: 0, isKey: false }]);
  });

  it.each([
    ['stream|codec_name=h264|width=640|height=360|duration=9|side_data|rotation=90', 360, 640],
    ['stream|codec_name=h264|width=640|height=360|duration=9|side_data|rotation=-90', 360, 640],
    ['stream|codec_name=h264|width=640|height=360|duration=9|side_data|rotation=-180', 640, 360],
    ['stream|codec_name=h264|width=640|height=360|duration=9|tag:rotate=270', 360, 640],
  ])('gives the upright size for %s', (stream, width, height) => {
    const index = parse('packet|pts_time=0|flags=K_', stream, 'format|start_time=0').index();
    expect(index).toMatchObject({ width, height });
  });

  it('works out how long the last frame lasts where no packet says so', () => {
    const frames = [0, 0.1, 0.2, 0.3].map((time) => `packet|pts_time=${time}|flags=K_`);
    expect(parse(...frames, STREAM, 'format|start_time=0').index()?.durationSeconds).toBeCloseTo(0.4, 9);
  });

  it('keeps apart what the file claims', () => {
    const parser = parse('packet|pts_time=0|duration_time=0.04|flags=K_', STREAM, 'format|duration=36000.5');
    expect(parser.claimedSeconds).toBe(36000.5);
    expect(parser.index()?.durationSeconds).toBeCloseTo(0.04, 9);
  });

  it('puts lines together that come in pieces', () => {
    const parser = new IndexParser();
    for (const piece of [
      'pack',
      'et|pts_ti',
      'me=0|flags=K_\nstream|codec_',
      'name=vp9|width=8|height=',
      '6',
    ])
      parser.add(piece);
    expect(parser.index()).toMatchObject({ codec: 'vp9', width: 8, height: 6, startSeconds: 0 });
  });

  it('takes the first video stream', () => {
    const parser = parse('packet|pts_time=0|flags=K_', STREAM, 'stream|codec_name=png|width=1|height=1');
    expect(parser.picture).toEqual({ codec: 'h264', width: 640, height: 360 });
  });

  it('has nothing to say of a file without a video, or without a frame', () => {
    expect(parse('format|duration=3').index()).toBeUndefined();
    expect(parse('format|duration=3').picture).toBeUndefined();
    expect(parse(STREAM, 'format|duration=3').index()).toBeUndefined();
  });

  it('stops at a list that is too long', () => {
    const parser = new IndexParser();
    const thousand = 'packet|pts_time=0|flags=K_\n'.repeat(1000);
    for (let i = 0; i < MAX_LISTED_FRAMES / 1000; i += 1) expect(parser.add(thousand)).toBe(true);
    expect(parser.add(thousand)).toBe(false);
  });
});
