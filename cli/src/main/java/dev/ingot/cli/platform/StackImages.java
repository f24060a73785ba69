package dev.ingot.cli.platform;

import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.registry.Credentials;
import dev.ingot.oci.registry.ImageFromTar;
import dev.ingot.oci.registry.RegistryClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** Stores a stack's two root file systems as images and makes the stack known to the controller. */
final class StackImages {
  private final URI controller;
  private final String joinToken;
  private final Stack stack;

  StackImages(Platform platform, PlatformConfig config, Stack stack) throws IOException {
    this.controller = URI.create("http://127.0.0.1:" + config.controllerPort());
    this.joinToken = Files.readString(platform.secret("join-token")).strip();
    this.stack = stack;
  }

  void store() throws IOException, InterruptedException {
    try (RegistryClient registry = new RegistryClient(controller, new Credentials("cell", joinToken))) {
      Map<String, Object> description = new LinkedHashMap<>();
      description.put("description", "Debian root file system of " + stack.codename() + ", made on this machine");
      for (String kind : new String[] {"run", "build"}) {
        String repository = "stacks/" + stack.name() + "/" + kind;
        Digest digest = ImageFromTar.push(registry, repository, "latest", stack.tar(kind), image(kind));
        description.put(kind, Map.of("repository", repository, "digest", digest.value()));
      }
      new InsideDoor(controller, joinToken).put("/internal/stacks/" + stack.name(), description, "the stack " + stack.name());
    }
  }

  /** What the CNB platform spec asks of a build and a run image: user, ids, PATH, distribution labels. */
  private ImageConfig image(String kind) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    env.put("LANG", "C.UTF-8");
    env.put("CNB_STACK_ID", stack.name());
    if (kind.equals("build")) {
      env.put("CNB_USER_ID", "2000");
      env.put("CNB_GROUP_ID", "2000");
    }
    int dash = stack.name().lastIndexOf('-');
    return ImageConfig.empty(ImageConfig.hostArchitecture(), "linux").withUser("2000:2000").withEnv(env).withLabels(Map.of(
        "io.buildpacks.stack.id", stack.name(),
        "io.buildpacks.base.id", stack.name(),
        "io.buildpacks.base.distro.name", stack.name().substring(0, dash),
        "io.buildpacks.base.distro.version", stack.name().substring(dash + 1)));
  }
}
