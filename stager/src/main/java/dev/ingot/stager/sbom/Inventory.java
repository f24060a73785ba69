package dev.ingot.stager.sbom;

import dev.ingot.oci.document.Component;
import dev.ingot.oci.document.CycloneDx;
import dev.ingot.oci.document.DebianPackage;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.layer.RawName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Finds what an image is made of, in directories that foreign code wrote: nothing is run, no link is followed, and a file that cannot be
 * understood is passed over. Not for several threads.
 */
public final class Inventory {
  private static final int MAX_FILE = 3 << 20;
  private static final int MAX_FILES = 1_000_000;
  private static final int MAX_JARS = 5_000;
  private static final Set<String> NAMES = Set.of("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "requirements.txt", "Pipfile.lock", "poetry.lock",
      "uv.lock", "pdm.lock", "Cargo.lock", "METADATA", "go.mod", "Gemfile.lock", "composer.lock");
  private static final Set<String> NOT_LOOKED_INTO = Set.of("node_modules", ".git", ".svn", "__pycache__");

  private final Components components = new Components();
  private int files;
  private int jars;

  /** Looks for lock files, jars and installed Python packages in a directory. */
  public void scan(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(directory, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
        return NOT_LOOKED_INTO.contains(String.valueOf(path.getFileName())) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
        if (++files > MAX_FILES) {
          return FileVisitResult.TERMINATE;
        }
        if (attributes.isRegularFile()) {
          look(path, directory);
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path path, IOException e) {
        return FileVisitResult.CONTINUE;
      }
    });
  }

  private void look(Path file, Path directory) {
    String name = String.valueOf(file.getFileName());
    boolean jar = name.endsWith(".jar") || name.endsWith(".war");
    if (!jar && !NAMES.contains(name)) {
      return;
    }
    String source = RawName.display(RawName.of(directory.relativize(file)));
    Consumer<Component> found = components::add;
    if (jar) {
      if (++jars <= MAX_JARS) {
        Jars.read(file, source, found);
      }
      return;
    }
    try {
      switch (name) {
        case "package-lock.json", "npm-shrinkwrap.json" -> NodeLocks.npm(read(file), source, found);
        case "yarn.lock" -> NodeLocks.yarn(text(file), source, found);
        case "pnpm-lock.yaml" -> NodeLocks.pnpm(text(file), source, found);
        case "requirements.txt" -> TextLocks.requirements(text(file), source, found);
        case "Pipfile.lock" -> TextLocks.pipfile(read(file), source, found);
        case "poetry.lock", "uv.lock", "pdm.lock", "Cargo.lock" -> TextLocks.packages(text(file), source, found);
        case "METADATA" -> {
          if (String.valueOf(file.getParent()).endsWith(".dist-info")) {
            TextLocks.pythonMetadata(text(file), source, found);
          }
        }
        case "go.mod" -> TextLocks.goMod(text(file), source, found);
        case "Gemfile.lock" -> TextLocks.gems(text(file), source, found);
        default -> TextLocks.composer(read(file), source, found);
      }
    } catch (IOException | ImageFormatException e) {
      // half a lock file is the app's business; the rest of the image is still told
    }
  }

  private static String text(Path file) throws IOException {
    return new String(read(file), StandardCharsets.UTF_8);
  }

  private static byte[] read(Path file) throws IOException {
    return dev.ingot.stager.files.SafeFiles.read(file, MAX_FILE);
  }

  /** Takes over the components of a CycloneDX file of a buildpack: what has a package URL, by name and version. One over 3 MB is left as it is. */
  public void addCycloneDx(Path file, String source) {
    try {
      add(OciJson.object(read(file), source).path("components"), source);
    } catch (IOException | ImageFormatException e) {
      // a buildpack's own SBOM is in the image as it is, whatever we make of it
    }
  }

  private void add(JsonNode list, String source) {
    for (JsonNode node : list) {
      String purl = node.path("purl").asString("");
      if (purl.startsWith("pkg:") && purl.length() <= 2000 && purl.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        components.add(new Component(node.path("group").asString(""), node.path("name").asString(""), node.path("version").asString(""), purl, source));
      }
      add(node.path("components"), source);
    }
  }

  /** Adds what the run image has. */
  public void addPackages(List<DebianPackage> packages) {
    packages.forEach(one -> components.add(one.component()));
  }

  /** How many different components were found. */
  public int size() {
    return components.list().size();
  }

  /**
   * The CycloneDX 1.6 document (JSON) of all that was found: the same for equal images.
   *
   * @param repository the image's
   * @param digest the image's
   */
  public byte[] cycloneDx(String repository, String digest) {
    return CycloneDx.document(repository, digest, components.list(), components.full() ? "more than " + Components.MAX + " components" : "");
  }
}
