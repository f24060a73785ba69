package dev.ingot.cell.logs;

/**
 * One line of conmon's log file: `TIME stdout|stderr F|P TEXT`.
 *
 * @param nanos epoch
 * @param partial the line goes on in the next record of the same stream
 */
record LogRecord(long nanos, boolean stderr, boolean partial, byte[] text) {}
