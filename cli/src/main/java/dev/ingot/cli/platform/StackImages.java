package dev.ingot.cli.platform;

import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.registry.Credentials;
import dev.ingot.oci.registry.ImageCopy;
import dev.ingot.oci.registry.ImageFromTar;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.oci.registry.RegistryException;
import dev.ingot.oci.registry.RegistryPlace;
import dev.ingot.oci.registry.RepositoryAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Stores the root file systems of a stack and of its tiny one as images, as far as they were made now, and makes both stacks known to the controller. */
final class StackImages {
  private final URI controller;
  private final String joinToken;
  private final Stack stack;
  private final Optional<RegistryPlace> place;

  StackImages(Platform platform, PlatformConfig config, Stack stack) throws IOException {
    this.controller = URI.create("http://127.0.0.1:" + config.controllerPort());
    this.joinToken = Files.readString(platform.secret("join-token")).strip();
    this.stack = stack;
    this.place = config.registry().open(platform);
  }

  void store() throws IOException, InterruptedException {
    try (RegistryClient registry = place.isPresent() ? place.get().open() : ofThePlatform()) {
      Map<String, String> build = image(registry, stack.name(), "build", "build");
      tell(stack.name(), Map.of("description", "Debian root file system of " + stack.codename() + ", made on this machine", "build", build,
          "run", image(registry, stack.name(), "run", "run")));
      String tiny = stack.name() + "-tiny";
      tell(tiny, Map.of("description", "For static programs: certificates, time zones and a shell, built on " + stack.name(), "build", build,
          "run", image(registry, tiny, "run", "tiny"), "tiny_of", stack.name()));
    }
  }

  private void tell(String name, Map<String, Object> images) throws IOException, InterruptedException {
    new InsideDoor(controller, joinToken).put("/internal/stacks/" + name, images, "the stack " + name);
  }

  /** @param made which root file system it is; one that was not made now is in the registry from before */
  private Map<String, String> image(RegistryClient registry, String name, String kind, String made) throws IOException {
    String own = "stacks/" + name + "/" + kind;
    RepositoryAddress repository = place.map(there -> there.repository(own)).orElse(new RepositoryAddress("", own));
    return Map.of("repository", repository.toString(), "digest", stored(registry, repository.name(), own, name, made).value());
  }

  private Digest stored(RegistryClient registry, String repository, String own, String name, String made) throws IOException {
    if (Files.exists(stack.tar(made))) {
      return ImageFromTar.push(registry, repository, "latest", stack.tar(made), config(name, made));
    }
    if (stack.isInOwnRegistry()) {
      try (RegistryClient before = ofThePlatform()) {
        return ImageCopy.copy(before, own, "latest", registry, repository, "latest");
      }
    }
    return registry.findManifest(repository, "latest").orElseThrow(() -> new RegistryException("the registry has no image " + repository, 404)).digest();
  }

  private RegistryClient ofThePlatform() {
    return new RegistryClient(controller, new Credentials("cell", joinToken));
  }

  /** What the CNB platform spec asks of a build and a run image: user, ids, PATH, distribution labels. */
  private ImageConfig config(String name, String made) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    env.put("LANG", "C.UTF-8");
    env.put("CNB_STACK_ID", name);
    if (made.equals("build")) {
      env.put("CNB_USER_ID", "2000");
      env.put("CNB_GROUP_ID", "2000");
    }
    int dash = stack.name().lastIndexOf('-');
    Map<String, String> labels = new LinkedHashMap<>(Map.of(
        "io.buildpacks.stack.id", name,
        "io.buildpacks.base.id", name,
        "io.buildpacks.base.distro.name", stack.name().substring(0, dash),
        "io.buildpacks.base.distro.version", stack.name().substring(dash + 1)));
    if (made.equals("tiny")) {
      labels.put("dev.ingot.run-image", "tiny");
    }
    return ImageConfig.empty(ImageConfig.hostArchitecture(), "linux").withUser("2000:2000").withEnv(env).withLabels(labels);
  }
}
