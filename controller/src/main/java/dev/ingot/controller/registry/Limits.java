package dev.ingot.controller.registry;

import java.time.Duration;

/**
 * What keeps the registry bounded.
 *
 * @param maxBlobBytes largest blob, bytes
 * @param maxManifestBytes largest manifest, bytes; at least 4 MiB for the spec
 * @param maxUploads sessions open at once
 * @param uploadIdle how long an upload may rest before it is thrown away
 * @param grace how long a blob that no manifest names is kept: clients push blobs long before the manifest
 */
public record Limits(long maxBlobBytes, int maxManifestBytes, int maxUploads, Duration uploadIdle, Duration grace) {
  /** 16 GiB, 8 MiB, 10,000 sessions, a day, a day. */
  public static Limits defaults() {
    return new Limits(16L << 30, 8 << 20, 10_000, Duration.ofDays(1), Duration.ofDays(1));
  }
}
