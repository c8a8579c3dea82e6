/** Start-up stopped because of the configuration: `sysexits.h` EX_CONFIG, which a supervisor does not retry. */
export const EX_CONFIG = 78;
