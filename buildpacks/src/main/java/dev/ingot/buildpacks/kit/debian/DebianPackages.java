package dev.ingot.buildpacks.kit.debian;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Files2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Fetches packages with the build image's own apt settings and unpacks them, without rights and without installing. Not thread-safe. */
public final class DebianPackages {
  /** Whether the packages alone are wanted or everything they need that a base system lacks. */
  public enum Depth { NAMED, WITH_DEPENDENCIES }

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.+-]+(:[a-z0-9]+)?([=/][A-Za-z0-9.+~:-]+)?");
  private static final Pattern URI_LINE = Pattern.compile("'[^']*' (\\S+)_(\\S+)_[^_\\s]+\\.deb \\d+.*");
  /** The loader and libc of the run image belong together; a second libc beside it crashes. */
  private static final Set<String> NEVER = Set.of("libc6", "libc-bin", "base-files");
  private static final int MAX_PACKAGES = 1000;
  private final Path work;
  private final Path options;
  private boolean indexed;

  /** @param scratch an existing private directory for indexes and archives */
  public DebianPackages(Path scratch) throws IOException {
    this(scratch, Set.of());
  }

  /**
   * @param scratch an existing private directory for indexes and archives
   * @param without packages that are left out although others say they need them
   */
  public DebianPackages(Path scratch, Set<String> without) throws IOException {
    this.work = scratch;
    for (var dir : List.of("lists/partial", "cache/archives/partial", "debs")) {
      Files.createDirectories(work.resolve(dir));
    }
    Files.writeString(work.resolve("status"), BaseSystem.of(Path.of("/var/lib/dpkg/status")).without(without));
    // The machine's hooks belong to its own package state, and dropping to apt's user works for root alone.
    this.options = Files.writeString(work.resolve("apt.conf"), """
        #clear APT::Update::Pre-Invoke;
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;
        #clear DPkg::Post-Invoke;
        #clear DPkg::Pre-Install-Pkgs;
        APT::Sandbox::User "";
        APT::Install-Recommends "false";
        APT::Get::Assume-Yes "true";
        Debug::NoLocking "true";
        Dir::State "%1$s";
        Dir::State::lists "%1$s/lists";
        Dir::State::status "%1$s/status";
        Dir::State::extended_states "%1$s/extended_states";
        Dir::Cache "%1$s/cache";
        Dir::Log "%1$s";
        Acquire::Languages "none";
        Acquire::Retries "2";
        """.formatted(work));
  }

  /**
   * What unpacking would bring.
   *
   * @param names packages, each also as {@code name=version} or {@code name/release}
   * @return {@code name=version} words in the order of names
   * @throws BuildFailure when a name is none, or the package mirror or a package is not there
   */
  public List<String> plan(List<String> names, Depth depth) {
    for (var name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new BuildFailure("'" + name + "' is not the name of a Debian package. Names have small letters, digits, '.', '+' and '-', such as libpq5.");
      }
    }
    if (!indexed) {
      apt(List.of("update", "-qq"), "reading the index of Debian packages");
      indexed = true;
    }
    var words = new ArrayList<>(depth == Depth.NAMED ? List.of("download", "-qq", "--print-uris") : List.of("install", "-qq", "--print-uris"));
    words.addAll(names);
    var planned = apt(words, "looking up the Debian packages " + String.join(" ", names)).lines().map(URI_LINE::matcher).filter(java.util.regex.Matcher::matches)
        .filter(line -> !NEVER.contains(line.group(1))).map(line -> line.group(1) + "=" + line.group(2).replace("%3a", ":")).sorted().distinct().toList();
    if (planned.size() > MAX_PACKAGES) {
      throw new BuildFailure(planned.size() + " Debian packages would be needed; at most " + MAX_PACKAGES + " are taken. Ask for fewer.");
    }
    return planned;
  }

  /** Unpacks what {@link #plan} named into a directory that need not exist, and makes it work from there. */
  public void unpack(List<String> planned, Path to) throws IOException {
    Files.createDirectories(to);
    if (planned.isEmpty()) {
      return;
    }
    var words = new ArrayList<>(List.of("download", "-qq"));
    words.addAll(planned);
    apt(words, "fetching Debian packages");
    for (var archive : Files2.list(work.resolve("debs"))) {
      extract(archive, to);
      Files.delete(archive);
    }
    Relocation.of(to).apply();
  }

  /** Unpacks one archive that somebody else fetched; {@link Relocation} is the caller's to do. */
  static void extract(Path archive, Path to) {
    Command.of(to, "dpkg-deb", "--extract", archive.toString(), to.toString()).capture("unpacking " + archive.getFileName());
  }

  private String apt(List<String> arguments, String what) {
    var words = new ArrayList<>(List.of("apt-get", "-c", options.toString()));
    words.addAll(arguments);
    return Command.of(work.resolve("debs"), words).limit(Duration.ofMinutes(10)).capture(what);
  }
}
