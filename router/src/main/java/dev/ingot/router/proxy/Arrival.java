package dev.ingot.router.proxy;

/**
 * When and from where a request came.
 *
 * @param clientAddress IP address
 * @param client address and port, as logged
 * @param scheme {@code http} or {@code https}
 * @param epochNanos since the epoch
 * @param nanos on {@link System#nanoTime()}'s clock
 * @param requestId a new UUID
 */
record Arrival(String clientAddress, String client, String scheme, long epochNanos, long nanos, String requestId) {}
