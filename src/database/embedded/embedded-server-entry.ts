/** The file to fork for the embedded database. Alone in this file, because `import.meta` cannot be read under jest. */
export const embeddedServerEntry = new URL('./embedded-server.js', import.meta.url);
