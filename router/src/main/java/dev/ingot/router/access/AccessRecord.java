package dev.ingot.router.access;

import org.jspecify.annotations.Nullable;

/**
 * What the access log says of one request. Strings are as they came; null = not there.
 *
 * @param epochNanos when the request began
 * @param bytesIn body bytes received from the client
 * @param bytesOut body bytes sent to the client
 * @param responseNanos from the request's head to the response's last byte
 * @param backendNanos the part of it spent waiting for the backend
 */
public record AccessRecord(
    String host, long epochNanos, String method, String uri, String protocol, int status, long bytesIn, long bytesOut,
    @Nullable String referer, @Nullable String userAgent, String client, @Nullable String backend, @Nullable String forwardedFor,
    @Nullable String forwardedProto, String requestId, long responseNanos, long backendNanos, String appGuid, int index,
    @Nullable String instanceGuid, @Nullable String routerError) {}
