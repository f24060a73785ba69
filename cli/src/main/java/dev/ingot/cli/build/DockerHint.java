package dev.ingot.cli.build;

import java.util.List;

/** How an image of ours is run by a Docker engine. */
final class DockerHint {
  private DockerHint() {}

  /** @param image `host:port/apps/guid@sha256:…` */
  static List<String> of(String image) {
    String host = image.substring(0, Math.max(0, image.indexOf('/')));
    return List.of("docker login " + host, "docker run --rm -e PORT=8080 -p 9000:8080 " + image);
  }
}
