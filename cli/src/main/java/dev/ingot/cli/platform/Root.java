package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;

/** Commands that touch the kernel on behalf of the cell. */
final class Root {
  private Root() {}

  static void require(String command, String why) {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new Failure(command + " needs root: " + why + ". Run: sudo ./" + command);
    }
  }
}
