/**
 * Codecs that are decoded. Whatever else ffmpeg knows stays closed: rare decoders are where its faults have been found.
 * The names of decoders are those of codecs or of the library behind them.
 */
export const VIDEO_CODECS: readonly string[] = [
  'h264',
  'hevc',
  'vp8',
  'vp9',
  'av1',
  'mpeg4',
  'mpeg2video',
  'mpeg1video',
  'h263',
  'mjpeg',
  'prores',
];

const LIBRARY_DECODERS = ['libvpx', 'libvpx-vp9', 'libdav1d', 'libaom-av1'];

export const DECODER_WHITELIST = [...VIDEO_CODECS, ...LIBRARY_DECODERS].join(',');
