package dev.ingot.oci.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The config of an image: how to run it, and the diff IDs of its layers. Immutable: each `with…` gives a new one; fields this class
 * does not know survive. Source: OCI image-spec, config.md.
 */
public final class ImageConfig {
  /** `created` of everything we make, so that equal input has equal digests. */
  public static final String CREATED = "1980-01-01T00:00:01Z";

  private final ObjectNode json;

  private ImageConfig(ObjectNode json) {
    this.json = json;
  }

  /** A config without layers for this platform, e.g. `amd64`, `linux`. */
  public static ImageConfig empty(String architecture, String os) {
    var json = OciJson.object();
    json.put("created", CREATED).put("architecture", architecture).put("os", os).putObject("config");
    json.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    json.putArray("history");
    return new ImageConfig(json);
  }

  /** The name OCI has for the processor this JVM runs on: `amd64`, `arm64`, else Java's own name. */
  public static String hostArchitecture() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      case String other -> other;
    };
  }

  /** @throws ImageFormatException when it is not a config: no JSON object, or diff IDs that are none */
  public static ImageConfig parse(byte[] bytes) {
    var json = OciJson.object(bytes, "image config");
    var config = new ImageConfig(json);
    config.diffIds();
    return config;
  }

  /** Bytes to store. */
  public byte[] toBytes() {
    return OciJson.bytes(json);
  }

  public String architecture() {
    return json.path("architecture").asString("");
  }

  public String os() {
    return json.path("os").asString("");
  }

  /** `""` when there is none. */
  public String variant() {
    return json.path("variant").asString("");
  }

  /** Diff IDs, lowest layer first. */
  public List<Digest> diffIds() {
    var list = new ArrayList<Digest>();
    for (JsonNode node : json.path("rootfs").path("diff_ids")) {
      if (!Digest.isDigest(node.asString(""))) {
        throw new ImageFormatException("image config has the malformed diff ID '" + node.asString("") + "'");
      }
      list.add(Digest.of(node.asString()));
    }
    return list;
  }

  /** `created_by` of each history entry that stands for a layer, lowest first; may be shorter than {@link #diffIds()}. */
  public List<String> createdBy() {
    var list = new ArrayList<String>();
    for (JsonNode entry : json.path("history")) {
      if (!entry.path("empty_layer").asBoolean(false)) {
        list.add(entry.path("created_by").asString(""));
      }
    }
    return list;
  }

  /** Variables; a line without `=` counts as empty. */
  public Map<String, String> env() {
    var env = new LinkedHashMap<String, String>();
    for (JsonNode line : run().path("Env")) {
      String text = line.asString("");
      int eq = text.indexOf('=');
      env.put(eq < 0 ? text : text.substring(0, eq), eq < 0 ? "" : text.substring(eq + 1));
    }
    return env;
  }

  public Map<String, String> labels() {
    var labels = new LinkedHashMap<String, String>();
    run().path("Labels").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asString("")));
    return labels;
  }

  public List<String> entrypoint() {
    return strings("Entrypoint");
  }

  public List<String> cmd() {
    return strings("Cmd");
  }

  /** Exposed TCP ports, lowest first. */
  public List<Integer> exposedPorts() {
    var ports = new java.util.TreeSet<Integer>();
    run().path("ExposedPorts").properties().forEach(entry -> {
      String port = entry.getKey().replaceFirst("/tcp$", "");
      if (port.matches("[0-9]{1,5}") && Integer.parseInt(port) > 0 && Integer.parseInt(port) < 65_536) {
        ports.add(Integer.parseInt(port));
      }
    });
    return List.copyOf(ports);
  }

  /** `""` = root. */
  public String user() {
    return run().path("User").asString("");
  }

  /** `""` = `/`. */
  public String workingDirectory() {
    return run().path("WorkingDir").asString("");
  }

  /** A field of the document by its JSON pointer (`/config/StopSignal`), as text; `""` when missing. */
  public String field(String pointer) {
    return json.at(pointer).asString("");
  }

  /** True when the document has something at this JSON pointer. */
  public boolean has(String pointer) {
    return !json.at(pointer).isMissingNode();
  }

  /** With these variables only. */
  public ImageConfig withEnv(Map<String, String> env) {
    return change((copy, run) -> {
      var list = run.putArray("Env");
      env.forEach((name, value) -> list.add(name + "=" + value));
    });
  }

  /** With these labels only. */
  public ImageConfig withLabels(Map<String, String> labels) {
    return change((copy, run) -> {
      var object = run.putObject("Labels");
      labels.forEach(object::put);
    });
  }

  /** With this entrypoint and no `Cmd`. */
  public ImageConfig withEntrypoint(List<String> entrypoint) {
    return change((copy, run) -> {
      run.remove("Cmd");
      var list = run.putArray("Entrypoint");
      entrypoint.forEach(list::add);
    });
  }

  public ImageConfig withUser(String user) {
    return change((copy, run) -> run.put("User", user));
  }

  public ImageConfig withWorkingDirectory(String directory) {
    return change((copy, run) -> run.put("WorkingDir", directory));
  }

  public ImageConfig withCreated(String instant) {
    return change((copy, run) -> copy.put("created", instant));
  }

  /** With one more layer on top, and a history entry for it. */
  public ImageConfig withLayer(Digest diffId, String createdBy) {
    return change((copy, run) -> {
      ObjectNode rootfs = copy.get("rootfs") instanceof ObjectNode there ? there : copy.putObject("rootfs").put("type", "layers");
      ArrayNode ids = rootfs.get("diff_ids") instanceof ArrayNode there ? there : rootfs.putArray("diff_ids");
      ids.add(diffId.value());
      ArrayNode history = copy.get("history") instanceof ArrayNode there ? there : copy.putArray("history");
      history.addObject().put("created", CREATED).put("created_by", createdBy);
    });
  }

  private JsonNode run() {
    return json.path("config");
  }

  private List<String> strings(String field) {
    var list = new ArrayList<String>();
    run().path(field).forEach(node -> list.add(node.asString("")));
    return list;
  }

  private ImageConfig change(java.util.function.BiConsumer<ObjectNode, ObjectNode> change) {
    ObjectNode copy = json.deepCopy();
    ObjectNode run = copy.get("config") instanceof ObjectNode there ? there : copy.putObject("config");
    change.accept(copy, run);
    return new ImageConfig(copy);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageConfig config && json.equals(config.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
