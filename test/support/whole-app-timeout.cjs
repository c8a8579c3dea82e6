/** A test of the whole app starts processes; jest's five seconds are for units. */
jest.setTimeout(60_000);
