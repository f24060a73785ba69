package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.registry.RegistryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stack: a Debian root file system to run apps in and one to build them in, made by mmdebstrap with this machine's own apt sources (so a
 * company mirror or proxy just works), kept as OCI images in the platform's registry. Beside it a tiny stack, where programs go that need nothing
 * of Debian: built in the same image, run in one of a few megabytes.
 *
 * @param name `debian-12`
 * @param place of the registry it is for, as {@link RegistryConfig#place}
 */
record Stack(Platform platform, String name, String codename, String place) {
  private static final String RUN_PACKAGES = "bash,ca-certificates,curl,git,libatomic1,libgcc-s1,libssl3,libstdc++6,locales,netbase,netcat-openbsd,tzdata,unzip,zlib1g";
  private static final String BUILD_PACKAGES = RUN_PACKAGES + ",apt,file,g++,gcc,libc6-dev,make,patch,pkg-config,python3,xz-utils,zip";

  /** The shell text is one argument, and the root file system's os-release says what to write. */
  private static final String LSB_RELEASE = ". \"$1\"/usr/lib/os-release; printf 'DISTRIB_ID=%s\\nDISTRIB_RELEASE=%s\\nDISTRIB_CODENAME=%s\\nDISTRIB_DESCRIPTION=\"%s\"\\n' "
      + "\"$ID\" \"$VERSION_ID\" \"$VERSION_CODENAME\" \"$PRETTY_NAME\" > \"$1\"/etc/lsb-release";

  /** Begins what is noted of the platform's own registry while another is in use. */
  private static final String OWN = "own.";

  /** What fills the tiny root file system, given to mmdebstrap. */
  private static final String TINY = "tiny.sh";

  static Stack ofThisMachine(Platform platform, PlatformConfig config) throws IOException {
    Properties os = Platform.load(Path.of("/etc/os-release"));
    String id = unquoted(os.getProperty("ID", ""));
    String codename = unquoted(os.getProperty("VERSION_CODENAME", ""));
    if (codename.isEmpty()) {
      throw new Failure("cannot make a stack: /etc/os-release names no VERSION_CODENAME (found: " + id + "). Ingot builds its stack on Debian and its relatives.");
    }
    return new Stack(platform, id + "-" + unquoted(os.getProperty("VERSION_ID", codename)), codename, config.registry().place());
  }

  /** Whether a former `up` stored all of it in this registry, with what it is made of today. */
  boolean isInRegistry() throws IOException {
    return has("recipe", recipe()) && has("tiny", tinyRecipe());
  }

  /** Whether a former `up` stored all of it in the platform's own registry, and another has been in use since or is to be now: then it is not made anew. */
  boolean isInOwnRegistry() throws IOException {
    return !isInRegistry() && (stored("recipe", recipe(), "") && stored("tiny", tinyRecipe(), "") || kept());
  }

  private boolean kept() throws IOException {
    Properties stored = Files.exists(record()) ? Platform.load(record()) : new Properties();
    return recipe().equals(stored.getProperty(OWN + "recipe")) && tinyRecipe().equals(stored.getProperty(OWN + "tiny"));
  }

  boolean isBuilt() throws IOException {
    return isWholeBuilt() && Files.exists(tar("tiny"));
  }

  private boolean isWholeBuilt() throws IOException {
    return has("recipe", recipe()) || Files.exists(tar("run")) && Files.exists(tar("build"));
  }

  private boolean has(String key, String value) throws IOException {
    return stored(key, value, place);
  }

  private boolean stored(String key, String value, String where) throws IOException {
    if (!Files.exists(record())) {
      return false;
    }
    Properties stored = Platform.load(record());
    return value.equals(stored.getProperty(key, "")) && where.equals(stored.getProperty("registry", ""));
  }

  /** Changes when the stack's contents do: then the next `up` makes it anew. */
  private static String recipe() {
    return Digest.sha256((RUN_PACKAGES + " " + BUILD_PACKAGES + " " + LSB_RELEASE).getBytes(StandardCharsets.UTF_8)).hex();
  }

  /** The same of the tiny one, which is made anew with the other too. */
  private static String tinyRecipe() throws IOException {
    return Digest.sha256((recipe() + " " + tinyScript()).getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static String tinyScript() throws IOException {
    try (var in = Stack.class.getResourceAsStream(TINY)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Makes what is missing. */
  @Nullable Void build() throws IOException, InterruptedException {
    Files.createDirectories(platform.stacks());
    Path script = Files.writeString(platform.stacks().resolve(TINY), tinyScript());
    Path tiny = aside("tiny");
    String hook = "--customize-hook=sh '" + script + "' '" + tiny + "'";
    if (isWholeBuilt()) {
      // Whoever left it here was stopped: it may be cut off.
      Files.deleteIfExists(tiny);
    } else {
      // This run has fetched what the tiny one needs of the package index, which is most of the work.
      bootstrap("run", RUN_PACKAGES, hook);
      bootstrap("build", BUILD_PACKAGES);
    }
    if (!Files.exists(tiny) && !Files.exists(tar("tiny"))) {
      run(new ArrayList<>(List.of("mmdebstrap", "--variant=custom", "--format=null", hook)), "tiny", Path.of("-"));
    }
    if (Files.exists(tiny)) {
      Files.move(tiny, tar("tiny"), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.delete(script);
    return null;
  }

  private void bootstrap(String kind, String packages, String... hooks) throws IOException, InterruptedException {
    if (Files.exists(tar(kind))) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("mmdebstrap", "--variant=minbase", "--include=" + packages,
        "--dpkgopt=path-exclude=/usr/share/man/*", "--dpkgopt=path-exclude=/usr/share/doc/*", "--dpkgopt=path-include=/usr/share/doc/*/copyright",
        "--dpkgopt=path-exclude=/usr/share/locale/*", "--dpkgopt=path-exclude=/usr/share/info/*",
        // CF apps run with LANG=en_US.UTF-8: without the locale, programs fall back to ASCII.
        "--customize-hook=chroot \"$1\" localedef -i en_US -f UTF-8 en_US.UTF-8",
        // Scripts for Cloud Foundry's stacks, which are Ubuntu's, look here.
        "--customize-hook=" + LSB_RELEASE,
        "--customize-hook=chroot \"$1\" groupadd --gid 2000 vcap",
        "--customize-hook=chroot \"$1\" useradd --uid 2000 --gid 2000 --home-dir /home/vcap --create-home --shell /bin/bash vcap",
        "--customize-hook=install -d -o 2000 -g 2000 \"$1\"/home/vcap/app \"$1\"/home/vcap/tmp"));
    command.addAll(List.of(hooks));
    run(command, kind, aside(kind));
    Files.move(aside(kind), tar(kind), StandardCopyOption.ATOMIC_MOVE);
  }

  private void run(List<String> command, String kind, Path target) throws IOException, InterruptedException {
    aptOptions().forEach(file -> command.add("--aptopt=" + file));
    command.addAll(List.of(codename, target.toString()));
    command.addAll(aptSources());
    Commands.run(command, platform.log("stack-" + kind), "making the " + kind + " root file system with mmdebstrap");
  }

  /** Stores the images and tells the controller about them; the tars are not needed any more then. */
  void push(PlatformConfig config) throws IOException, InterruptedException {
    boolean own = place.isEmpty() || isInOwnRegistry();
    try {
      new StackImages(platform, config, this).store();
    } catch (RegistryException e) {
      if (e.status() == 404) {
        // Not where it was thought to be: the next `up` makes it anew.
        Files.deleteIfExists(record());
      }
      throw new Failure("the stack " + name + " cannot be stored: " + e.getMessage() + ". " + e.remedy() + " Then run ingot up again.", e);
    }
    stored(own);
    Files.deleteIfExists(tar("run"));
    Files.deleteIfExists(tar("build"));
    Files.deleteIfExists(tar("tiny"));
  }

  /** Notes that it is in this registry. @param own whether the platform's own has it too */
  void stored(boolean own) throws IOException {
    Properties stored = new Properties();
    stored.setProperty("stack", name);
    stored.setProperty("recipe", recipe());
    stored.setProperty("tiny", tinyRecipe());
    stored.setProperty("registry", place);
    if (own) {
      stored.setProperty(OWN + "recipe", recipe());
      stored.setProperty(OWN + "tiny", tinyRecipe());
    }
    try (var writer = Files.newBufferedWriter(record())) {
      stored.store(writer, "this stack is in the registry");
    }
  }

  Path tar(String kind) {
    return platform.stacks().resolve(name + "-" + kind + ".tar");
  }

  /** Where it is written: a complete one has its other name. */
  private Path aside(String kind) {
    return platform.stacks().resolve(name + "-" + kind + ".new.tar");
  }

  private Path record() {
    return platform.stacks().resolve(name + ".properties");
  }

  private static List<String> aptSources() throws IOException {
    List<String> sources = new ArrayList<>();
    for (Path file : files(Path.of("/etc/apt/sources.list.d"))) {
      if (file.toString().endsWith(".list") || file.toString().endsWith(".sources")) {
        sources.add(file.toString());
      }
    }
    Path classic = Path.of("/etc/apt/sources.list");
    if (Files.exists(classic) && Files.readAllLines(classic).stream().anyMatch(line -> line.startsWith("deb "))) {
      sources.add(classic.toString());
    }
    return sources;
  }

  /** Proxies, credentials and time-outs of this machine's apt; what concerns its own housekeeping stays here. */
  private static List<Path> aptOptions() throws IOException {
    return files(Path.of("/etc/apt/apt.conf.d")).stream().filter(file -> {
      try {
        return Files.readString(file).contains("Acquire::");
      } catch (IOException e) {
        return false;
      }
    }).toList();
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(directory)) {
      return list.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String unquoted(String value) {
    return value.replace("\"", "");
  }
}
