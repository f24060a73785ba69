package dev.ingot.buildpacks.staticsite;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Files2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Fetches packages with the build image's own apt settings and unpacks them, without rights and without installing. */
final class DebianPackages {
  private final Path work;

  /** @param scratch an existing private directory for indexes and archives */
  DebianPackages(Path scratch) throws IOException {
    this.work = scratch;
    for (var dir : List.of("lists/partial", "cache/archives/partial", "debs")) {
      Files.createDirectories(work.resolve(dir));
    }
    Files.writeString(work.resolve("status"), "");
    // The machine's hooks belong to its own package state, and dropping to apt's user works for root alone.
    Files.writeString(work.resolve("apt.conf"), """
        #clear APT::Update::Pre-Invoke;
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;
        #clear DPkg::Post-Invoke;
        APT::Sandbox::User "";
        Dir::State "%1$s";
        Dir::State::lists "%1$s/lists";
        Dir::State::status "%1$s/status";
        Dir::Cache "%1$s/cache";
        Acquire::Languages "none";
        Acquire::Retries "2";
        """.formatted(work));
  }

  /**
   * Unpacks the newest version of each package.
   *
   * @return versions as {@code name=version} words, in the given order
   * @throws BuildFailure when the package mirror or a package is not there
   */
  String unpack(List<String> names, Path to) throws IOException {
    apt("apt-get", List.of("update", "-qq"), "reading the index of Debian packages");
    var words = new ArrayList<>(List.of("download", "-qq"));
    words.addAll(names);
    apt("apt-get", words, "fetching Debian packages");
    for (var archive : Files2.list(work.resolve("debs"))) {
      Command.of(work, "dpkg-deb", "--extract", archive.toString(), to.toString()).capture("unpacking " + archive.getFileName());
    }
    return Files2.list(work.resolve("debs")).stream().map(file -> version(file.getFileName().toString())).collect(Collectors.joining(" "));
  }

  private void apt(String tool, List<String> arguments, String what) {
    var words = new ArrayList<>(List.of(tool, "-c", work.resolve("apt.conf").toString()));
    words.addAll(arguments);
    Command.of(work.resolve("debs"), words).limit(Duration.ofMinutes(5)).capture(what);
  }

  /** File names are {@code name_version_arch.deb}, with {@code %3a} for a colon. */
  private static String version(String file) {
    var parts = file.split("_");
    return parts[0] + "=" + parts[1].replace("%3a", ":");
  }
}
