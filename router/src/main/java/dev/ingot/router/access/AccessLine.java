package dev.ingot.router.access;

/**
 * A line of an app's log stream.
 *
 * @param appGuid the app
 * @param index the instance that served, −1 = none did
 * @param timestampNanos when the request began, since the epoch
 * @param text one line, no newline
 */
public record AccessLine(String appGuid, int index, long timestampNanos, String text) {}
