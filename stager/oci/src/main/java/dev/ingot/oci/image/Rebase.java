package dev.ingot.oci.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the layers of an app's image on another run image without a build: only the two documents change, no layer does. Pure. Source: CNB
 * platform spec, "Rebaser"; buildpacks-and-images.md §2.8.
 */
public final class Rebase {
  /** What the lifecycle wrote down of the image. */
  public static final String METADATA = "io.buildpacks.lifecycle.metadata";
  private static final String REBASABLE = "io.buildpacks.rebasable";
  private static final String BASE = "io.buildpacks.base.";
  private static final String STACK = "io.buildpacks.stack.";
  private static final String STACK_ID = STACK + "id";
  private static final String MIXINS = STACK + "mixins";
  /** The first Platform API that knows no stacks. */
  private static final int WITHOUT_STACKS = 12;

  private Rebase() {}

  /** An image with what says how to run it. */
  public record Image(Manifest manifest, ImageConfig config) {}

  /**
   * A run image.
   *
   * @param name its repository, without tag and digest
   * @param reference with digest, as it goes into the label
   */
  public record RunImage(String name, String reference, Image image) {}

  /** What came of it. */
  public sealed interface Result {
    /** The image is on the new run image; its config is still to be stored under {@link Manifest#config()}. @param before the run image it was on, as its label has it */
    record Rebased(Image image, String before) implements Result {}

    /** It is on this run image already. */
    record Unchanged() implements Result {}

    /** @param reason why not, for people @param forcible whether `force` would do it all the same */
    record Refused(String reason, boolean forcible) implements Result {}
  }

  /**
   * Puts an app's image on a run image.
   *
   * @param force does it also where the two may not fit together
   * @throws ImageFormatException for an image whose documents contradict themselves
   */
  public static Result rebase(Image app, RunImage run, boolean force) {
    Optional<ObjectNode> found = metadata(app.config());
    if (found.isEmpty()) {
      return new Result.Refused("it was not built with buildpacks: the label " + METADATA + " is missing or no JSON", false);
    }
    ObjectNode metadata = found.get();
    String topLayer = metadata.path("runImage").path("topLayer").asString("");
    List<Digest> diffIds = app.config().diffIds();
    int below = Digest.isDigest(topLayer) ? diffIds.indexOf(Digest.of(topLayer)) + 1 : 0;
    if (below == 0) {
      return new Result.Refused("the label does not say where the layers of its run image end, so that they cannot be told from the app's", false);
    }
    List<Digest> runDiffIds = run.image().config().diffIds();
    if (diffIds.size() != app.manifest().layers().size() || runDiffIds.size() != run.image().manifest().layers().size() || runDiffIds.isEmpty()) {
      throw new ImageFormatException("the manifest and the config of an image to rebase have different numbers of layers");
    }
    if (same(app, run, below, metadata)) {
      return new Result.Unchanged();
    }
    Optional<String> refusal = force ? Optional.empty() : refusal(app.config(), run, metadata);
    if (refusal.isPresent()) {
      return new Result.Refused(refusal.get(), true);
    }
    ImageConfig config = config(app.config(), run, below, metadata, force);
    byte[] bytes = config.toBytes();
    List<Descriptor> layers = new ArrayList<>(run.image().manifest().layers());
    layers.addAll(app.manifest().layers().subList(below, app.manifest().layers().size()));
    Descriptor descriptor = new Descriptor(app.manifest().config().mediaType(), Digest.sha256(bytes), bytes.length);
    return new Result.Rebased(new Image(new Manifest(app.manifest().mediaType(), descriptor, layers, app.manifest().other()), config),
        metadata.path("runImage").path("reference").asString(""));
  }

  private static boolean same(Image app, RunImage run, int below, ObjectNode metadata) {
    return app.config().diffIds().subList(0, below).equals(run.image().config().diffIds())
        && metadata.path("runImage").path("reference").asString("").equals(run.reference());
  }

  private static Optional<ObjectNode> metadata(ImageConfig config) {
    try {
      String label = config.labels().get(METADATA);
      return label == null ? Optional.empty() : Optional.of(OciJson.object(label.getBytes(java.nio.charset.StandardCharsets.UTF_8), "label " + METADATA));
    } catch (ImageFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> refusal(ImageConfig app, RunImage run, ObjectNode metadata) {
    ImageConfig base = run.image().config();
    if ("false".equals(app.labels().get(REBASABLE)) || "false".equals(base.labels().get(REBASABLE))) {
      return Optional.of("the label " + REBASABLE + " says that it must not be rebased");
    }
    if (!app.os().equals(base.os()) || !app.architecture().equals(base.architecture()) || differ(app.variant(), base.variant())) {
      return Optional.of("it is for " + platform(app) + ", the run image for " + platform(base));
    }
    for (String label : List.of("distro.name", "distro.version")) {
      String was = app.labels().getOrDefault(BASE + label, "");
      String is = base.labels().getOrDefault(BASE + label, "");
      if (differ(was, is)) {
        return Optional.of("it was built for " + label + " '" + was + "', the run image has '" + is + "'");
      }
    }
    if (!names(metadata).contains(run.name())) {
      return Optional.of("it was built for the run image " + String.join(" or ", names(metadata)) + ", not for " + run.name());
    }
    return stack(app, base);
  }

  /** Images of a Platform API that knew stacks: the same stack, and none of its mixins less. */
  private static Optional<String> stack(ImageConfig app, ImageConfig base) {
    if (!knewStacks(app.env().getOrDefault("CNB_PLATFORM_API", ""))) {
      return Optional.empty();
    }
    String was = app.labels().getOrDefault(STACK_ID, "");
    String is = base.labels().getOrDefault(STACK_ID, "");
    if (!was.equals(is)) {
      return Optional.of("it was built on the stack '" + was + "', the run image is of '" + is + "'");
    }
    List<String> missing = new ArrayList<>(strings(app.labels().get(MIXINS)));
    missing.removeAll(strings(base.labels().get(MIXINS)));
    missing.removeIf(mixin -> mixin.startsWith("build:"));
    return missing.isEmpty() ? Optional.empty() : Optional.of("the run image lacks what it was built on: " + String.join(", ", missing));
  }

  private static boolean knewStacks(String platformApi) {
    return platformApi.matches("0\\.[0-9]{1,4}") && Integer.parseInt(platformApi.substring(2)) < WITHOUT_STACKS;
  }

  private static List<String> strings(@org.jspecify.annotations.Nullable String json) {
    List<String> list = new ArrayList<>();
    if (json != null) {
      try {
        OciJson.object(("{\"list\":" + json + "}").getBytes(java.nio.charset.StandardCharsets.UTF_8), MIXINS).path("list").forEach(one -> list.add(one.asString("")));
      } catch (ImageFormatException e) {
        return List.of();
      }
    }
    return list;
  }

  private static List<String> names(ObjectNode metadata) {
    List<String> names = new ArrayList<>();
    for (JsonNode image : List.of(metadata.path("runImage"), metadata.path("stack").path("runImage"))) {
      add(names, image.path("image").asString(""));
      image.path("mirrors").forEach(mirror -> add(names, mirror.asString("")));
    }
    if (names.isEmpty()) {
      add(names, metadata.path("runImage").path("reference").asString(""));
    }
    return names;
  }

  private static void add(List<String> names, String reference) {
    String name = reference.replaceFirst("@.*$", "").replaceFirst(":[^/:]*$", "");
    if (!name.isEmpty() && !names.contains(name)) {
      names.add(name);
    }
  }

  private static boolean differ(String one, String other) {
    return !one.isEmpty() && !other.isEmpty() && !one.equals(other);
  }

  private static String platform(ImageConfig config) {
    return config.os() + "/" + config.architecture() + (config.variant().isEmpty() ? "" : "/" + config.variant());
  }

  private static ImageConfig config(ImageConfig app, RunImage run, int below, ObjectNode metadata, boolean force) {
    ObjectNode json = OciJson.object(app.toBytes(), "image config");
    ObjectNode base = OciJson.object(run.image().config().toBytes(), "run image config");
    for (String field : List.of("architecture", "os", "os.version", "os.features", "variant")) {
      if (base.has(field)) {
        json.set(field, base.get(field));
      } else {
        json.remove(field);
      }
    }
    json.put("created", ImageConfig.CREATED);
    ArrayNode diffIds = ((ObjectNode) json.get("rootfs")).putArray("diff_ids");
    run.image().config().diffIds().forEach(id -> diffIds.add(id.value()));
    app.diffIds().subList(below, app.diffIds().size()).forEach(id -> diffIds.add(id.value()));
    json.set("history", history(json, base, below, app.diffIds().size(), run.image().config().diffIds().size()));
    ObjectNode labels = (ObjectNode) json.get("config").get("Labels");
    run.image().config().labels().forEach((name, value) -> {
      if (name.startsWith(BASE) || name.startsWith(STACK)) {
        labels.put(name, value);
      }
    });
    labels.put(METADATA, new String(OciJson.bytes(told(metadata, run, force)), java.nio.charset.StandardCharsets.UTF_8));
    return ImageConfig.parse(OciJson.bytes(json));
  }

  private static ObjectNode told(ObjectNode metadata, RunImage run, boolean force) {
    ObjectNode copy = metadata.deepCopy();
    ObjectNode image = (ObjectNode) copy.get("runImage");
    image.put("topLayer", run.image().config().diffIds().getLast().value());
    image.put("reference", run.reference());
    if (force && !names(metadata).contains(run.name())) {
      image.put("image", run.name());
      image.remove("mirrors");
      copy.putObject("stack").putObject("runImage").put("image", run.name());
    }
    return copy;
  }

  /** Entries for the run image's layers, then those for the app's; blank ones where an image has none or not as many as layers. */
  private static ArrayNode history(ObjectNode app, ObjectNode base, int below, int layers, int baseLayers) {
    ArrayNode history = OciJson.object().putArray("history");
    List<JsonNode> of = entries(base);
    if (count(of) == baseLayers) {
      of.forEach(history::add);
    } else {
      blanks(history, baseLayers);
    }
    List<JsonNode> before = entries(app);
    if (count(before) != layers) {
      blanks(history, layers - below);
      return history;
    }
    int seen = 0;
    for (JsonNode entry : before) {
      if (seen >= below) {
        history.add(entry);
      }
      seen += empty(entry) ? 0 : 1;
    }
    return history;
  }

  private static void blanks(ArrayNode history, int count) {
    for (int i = 0; i < count; i++) {
      history.addObject().put("created", ImageConfig.CREATED);
    }
  }

  private static List<JsonNode> entries(ObjectNode config) {
    List<JsonNode> entries = new ArrayList<>();
    config.path("history").forEach(entries::add);
    return entries;
  }

  private static long count(List<JsonNode> entries) {
    return entries.stream().filter(entry -> !empty(entry)).count();
  }

  private static boolean empty(JsonNode entry) {
    return entry.path("empty_layer").asBoolean(false);
  }
}
