package dev.ingot.controller.registry;

import java.time.Duration;

/**
 * What keeps the registry bounded.
 *
 * @param maxBlobBytes largest blob, bytes
 * @param maxManifestBytes largest manifest, bytes; at least 4 MiB for the spec
 * @param maxUploads sessions open at once
 * @param maxUploadsOfRepository sessions open at once in one repository, so that one tenant cannot take all of them
 * @param uploadIdle how long an upload may rest before it is thrown away
 * @param grace how long a blob that no manifest names is kept: clients push blobs long before the manifest
 * @param minFreeBytes bytes of the disk that pushes leave free: the database and the logs need them
 */
public record Limits(long maxBlobBytes, int maxManifestBytes, int maxUploads, int maxUploadsOfRepository, Duration uploadIdle, Duration grace,
    long minFreeBytes) {
  /** 16 GiB, 8 MiB, 10,000 sessions, 500 a repository, a day, a day, 256 MiB. */
  public static Limits defaults() {
    return new Limits(16L << 30, 8 << 20, 10_000, 500, Duration.ofDays(1), Duration.ofDays(1), 256L << 20);
  }
}
