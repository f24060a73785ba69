package dev.ingot.oci.buildpackage;

import dev.ingot.oci.archive.ImageSource;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.layer.LayerUnpacker;
import dev.ingot.oci.layer.Limits;
import dev.ingot.oci.layer.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Takes the buildpacks out of a buildpackage or a builder image: a tree `<id>/<version>/…` (`/` in ids written `_`) with a file
 * {@link #PAGE} that names the one to begin with. Buildpacks are found by their path in the layers, so flattened images work too. A builder has
 * an order instead: it becomes a composite buildpack of ours, {@link #BUILDER_ID}. Source: CNB distribution spec, "Buildpackage", "Builder";
 * buildpacks-and-images.md §1.14.
 */
public final class Buildpackage {
  /** Names the buildpack to begin with: TOML with `id` and `version`. */
  public static final String PAGE = "buildpackage.toml";
  /** The composite made of a builder's order. */
  public static final String BUILDER_ID = "ingot/builder";
  private static final String BUILDER_VERSION = "1.0.0";
  private static final String LABEL = "io.buildpacks.buildpackage.metadata";
  private static final String ORDER = "io.buildpacks.buildpack.order";
  private static final List<String> PLACE = List.of("cnb", "buildpacks");
  private static final Limits LIMITS = new Limits(500_000, 4L << 30, 250, 200);
  private static final int MAX_LAYERS = 500;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+-]{0,99}");

  private Buildpackage() {}

  /** The buildpack to begin with. */
  public record Entry(String id, String version) {
    /** Where it is in the tree. */
    public String directory() {
      return id.replace('/', '_') + "/" + version;
    }
  }

  /**
   * Unpacks.
   *
   * @param target must not exist; its parent must, and be writable by us only
   * @throws ImageFormatException when the image is neither, or names a buildpack it does not have
   * @throws dev.ingot.oci.layer.LayerException when a layer breaks a rule. `target` was not made in either case
   */
  public static Entry unpack(ImageSource image, Path target) throws IOException {
    ImageConfig config = image.config();
    Path work = Files.createTempDirectory(target.toAbsolutePath().getParent(), ".unpacking-");
    try {
      layers(image, config, work);
      Path tree = work.resolve("cnb/buildpacks");
      if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
        throw new ImageFormatException("the image has no directory /cnb/buildpacks: it is neither a buildpackage nor a builder");
      }
      Entry entry = entry(config, tree);
      if (!Files.isRegularFile(tree.resolve(entry.directory()).resolve("buildpack.toml"), LinkOption.NOFOLLOW_LINKS)) {
        throw new ImageFormatException("the image says it begins with " + entry.id() + "@" + entry.version() + ", which it does not have");
      }
      Files.writeString(tree.resolve(PAGE), "id = \"" + entry.id() + "\"\nversion = \"" + entry.version() + "\"\n");
      plainModes(tree);
      Files.move(tree, target, StandardCopyOption.ATOMIC_MOVE);
      return entry;
    } finally {
      Trees.delete(work);
    }
  }

  private static void layers(ImageSource image, ImageConfig config, Path work) throws IOException {
    List<Descriptor> layers = image.layers();
    List<Digest> diffIds = config.diffIds();
    if (layers.size() != diffIds.size() || layers.size() > MAX_LAYERS) {
      throw new ImageFormatException("the image has " + layers.size() + " layers and " + diffIds.size() + " diff IDs; as many of both are needed, " + MAX_LAYERS + " at most");
    }
    for (int i = 0; i < layers.size(); i++) {
      try (InputStream blob = image.open(layers.get(i))) {
        LayerUnpacker.unpackPart(blob, layers.get(i), diffIds.get(i), PLACE, work, LIMITS);
      }
    }
  }

  private static Entry entry(ImageConfig config, Path tree) throws IOException {
    String label = config.labels().get(LABEL);
    if (label != null) {
      JsonNode json = OciJson.object(label.getBytes(StandardCharsets.UTF_8), "label " + LABEL);
      return checked(json.path("id").asString(""), json.path("version").asString(""));
    }
    String order = config.labels().get(ORDER);
    if (order == null) {
      throw new ImageFormatException("the image has neither the label " + LABEL + " of a buildpackage nor " + ORDER + " of a builder");
    }
    Path own = tree.resolve(BUILDER_ID.replace('/', '_')).resolve(BUILDER_VERSION);
    Files.createDirectories(own);
    Files.writeString(own.resolve("buildpack.toml"), composite(OciJson.object(("{\"order\":" + order + "}").getBytes(StandardCharsets.UTF_8), "label " + ORDER).path("order")));
    return new Entry(BUILDER_ID, BUILDER_VERSION);
  }

  private static String composite(JsonNode order) {
    var toml = new StringBuilder("api = \"0.10\"\n\n[buildpack]\nid = \"" + BUILDER_ID + "\"\nversion = \"" + BUILDER_VERSION + "\"\nname = \"Builder\"\n");
    for (JsonNode group : order) {
      toml.append("\n[[order]]\n");
      for (JsonNode element : group.path("group")) {
        String version = element.path("version").asString("");
        Entry one = checked(element.path("id").asString(""), version.isEmpty() ? BUILDER_VERSION : version);
        toml.append("\n[[order.group]]\nid = \"").append(one.id()).append("\"\n");
        if (!version.isEmpty()) {
          toml.append("version = \"").append(version).append("\"\n");
        }
        if (element.path("optional").asBoolean(false)) {
          toml.append("optional = true\n");
        }
      }
    }
    return toml.toString();
  }

  private static Entry checked(String id, String version) {
    if (!ID.matcher(id).matches() || !VERSION.matcher(version).matches() || id.contains("..")) {
      throw new ImageFormatException("the image names a buildpack that cannot be: '" + shown(id) + "@" + shown(version) + "'");
    }
    return new Entry(id, version);
  }

  private static String shown(String text) {
    return (text.length() > 100 ? text.substring(0, 100) : text).replaceAll("\\p{Cntrl}", "?");
  }

  /** Readable by everybody, writable by the owner, and no setuid: buildpacks are mounted read-only for a user without rights. */
  private static void plainModes(Path tree) throws IOException {
    Files.walkFileTree(tree, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
        Files.setAttribute(path, "unix:mode", 0755);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
        if (attributes.isRegularFile()) {
          int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
          Files.setAttribute(path, "unix:mode", (mode & 0111) == 0 ? 0644 : 0755);
        }
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
