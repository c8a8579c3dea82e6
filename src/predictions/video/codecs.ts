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

/** What may lie beside the pictures. ffprobe opens a decoder for every stream, and gives up at one that it may not open. */
const COMPANIONS = [
  'aac aac_latm libfdk_aac mp3 mp3float mp2 mp2float ac3 eac3 dca alac flac',
  'opus libopus vorbis libvorbis amrnb amrwb adpcm_ima_qt adpcm_ima_wav adpcm_ms',
  'pcm_u8 pcm_alaw pcm_mulaw pcm_f32le pcm_f32be pcm_s16le pcm_s16be pcm_s24le pcm_s24be pcm_s32le pcm_s32be',
  'mov_text subrip srt ass ssa webvtt text pgssub dvdsub',
  // Cover pictures.
  'png',
].flatMap((names) => names.split(' '));

/** Decoders that may run while frames are decoded. */
export const DECODERS = [...VIDEO_CODECS, ...LIBRARY_DECODERS];

/** Decoders that ffprobe may open to tell what is in a file. */
export const PROBED_DECODERS = [...DECODERS, ...COMPANIONS];
