package dev.ingot.controller.staging;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A build in state STAGING with all that its cell must be told.
 *
 * @param stack name; null = no stack is known, or the one asked for is not
 * @param packageDigest null = the package has no bits
 * @param tiny where programs go that need nothing of the run image; null = there is none, or the app names its stack
 * @param previous image of the app's newest droplet; null = none
 * @param cellId null = waits for a cell
 * @param sentAt when the cell was told; null = not yet
 * @param docker nothing is built, this image is looked up; null = a build
 * @param detectOnly it ends after detection
 */
public record Staged(String guid, String appGuid, String appName, int memoryMb, int diskMb, List<String> buildpacks, String packageGuid,
    @Nullable String packageDigest, @Nullable String stackAsked, @Nullable String stack, @Nullable ImageRef build, @Nullable ImageRef run,
    @Nullable Tiny tiny, @Nullable ImageRef previous, @Nullable String cellId, @Nullable Instant placedAt, @Nullable Instant sentAt, Instant createdAt,
    @Nullable Docker docker, boolean detectOnly) {

  /** A tiny stack by name, and its run image. */
  public record Tiny(String stack, ImageRef run) {}

  /** The image of a docker package. @param password sealed, as the package keeps it */
  public record Docker(String reference, @Nullable String username, @Nullable String password) {}

  /** Address of the repository (RepositoryAddress), and manifest digest. */
  public record ImageRef(String repository, String digest) {}
}
