package dev.ingot.controller.docker;

import org.jspecify.annotations.Nullable;

/**
 * How a droplet's docker image is read.
 *
 * @param registry origin, or `platform:` for our own, entered as the user
 * @param password sealed for {@link #place}
 * @param dropletGuid the droplet whose image it is
 */
public record DockerAccess(String registry, @Nullable String username, @Nullable String password, String dropletGuid) {
  /** Where a droplet's password is kept, for the vault. */
  public static String place(String dropletGuid) {
    return "droplets.docker_password/" + dropletGuid;
  }
}
