/** Variables that a program of others, such as ffmpeg, needs to be found and to find its libraries. */
const INHERITED = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot'];

/** The environment of a program that we run on files of others: no home folder, no credential, plain messages. */
export function toolEnvironment(source: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { LC_ALL: 'C', AV_LOG_FORCE_NOCOLOR: '1' };
  for (const name of INHERITED) if (source[name] !== undefined) environment[name] = source[name];
  return environment;
}
