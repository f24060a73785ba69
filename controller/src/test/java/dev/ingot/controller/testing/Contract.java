package dev.ingot.controller.testing;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a controller promises in its own `/v3/openapi.json`: each answer to {@link Http} is held against it. */
public final class Contract {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, Contract> CONTRACTS = new ConcurrentHashMap<>();
  private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
      builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
  private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();
  private final JsonNode document;
  private final List<Operation> operations = new ArrayList<>();

  /** One method of one path. @param path with `{name}` for variables */
  public record Operation(String method, String path, JsonNode description) {
    private boolean matches(String[] segments) {
      var mine = path.split("/", -1);
      if (mine.length != segments.length) {
        return false;
      }
      for (int i = 0; i < mine.length; i++) {
        if (!mine[i].startsWith("{") && !mine[i].equals(segments[i])) {
          return false;
        }
      }
      return true;
    }

    private long variables() {
      return path.chars().filter(c -> c == '{').count();
    }
  }

  private Contract(JsonNode document) {
    this.document = document;
    document.get("paths").properties().forEach(path -> path.getValue().properties()
        .forEach(operation -> operations.add(new Operation(operation.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), operation.getValue()))));
    operations.sort(Comparator.comparingLong(Operation::variables));
  }

  /** The one of the controller at an origin. */
  public static Contract of(String origin) {
    return CONTRACTS.computeIfAbsent(origin, Contract::load);
  }

  /** All operations, those without variables first. */
  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** The whole document. */
  public JsonNode document() {
    return document;
  }

  /** Fails unless the answer is one that the document allows. Spring answers a bad Range with 416 itself. Paths outside `/v3` are not described. */
  void check(String method, String target, HttpResponse<String> answer) {
    String path = target.split("[?#]", 2)[0];
    if (!path.equals("/v3") && !path.startsWith("/v3/") || path.equals("/v3/openapi.json") || answer.statusCode() == 416) {
      return;
    }
    var operation = operation(method, path);
    var response = operation.map(known -> response(known, answer.statusCode()));
    if (response.isPresent() && response.get().isMissingNode()) {
      throw new AssertionError("%s %s: the status %d is not described in /v3/openapi.json: %s".formatted(method, operation.get().path(), answer.statusCode(), answer.body()));
    }
    JsonNode schema = answer.statusCode() >= 400 ? ref("ErrorBody") : response.map(this::schema).orElse(null);
    if (schema != null && !schema.isMissingNode()) {
      validate(method + " " + operation.map(Operation::path).orElse(path), schema, answer);
    }
  }

  private Optional<Operation> operation(String method, String path) {
    var segments = path.split("/", -1);
    return operations.stream().filter(operation -> operation.method.equals(method) && operation.matches(segments)).findFirst();
  }

  private static JsonNode response(Operation operation, int status) {
    var responses = operation.description.path("responses");
    var exact = responses.path(Integer.toString(status));
    return exact.isMissingNode() ? responses.path(status / 100 + "XX") : exact;
  }

  private JsonNode schema(JsonNode response) {
    return response.path("content").path("application/json").path("schema");
  }

  private void validate(String what, JsonNode schema, HttpResponse<String> answer) {
    JsonNode body;
    try {
      body = JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new AssertionError(what + ": " + answer.statusCode() + " with a body that is no JSON: " + answer.body(), e);
    }
    var errors = schemas.computeIfAbsent(schema, this::compile).validate(body);
    if (!errors.isEmpty()) {
      throw new AssertionError("%s: the answer does not fit its description in /v3/openapi.json: %s%n%d %s".formatted(what, errors, answer.statusCode(), answer.body()));
    }
  }

  private Schema compile(JsonNode schema) {
    ObjectNode root = JSON.createObjectNode();
    root.set("components", document.get("components"));
    root.putArray("allOf").add(schema);
    return registry.getSchema(root);
  }

  private static JsonNode ref(String name) {
    return JSON.createObjectNode().put("$ref", "#/components/schemas/" + name);
  }

  private static Contract load(String origin) {
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(HttpRequest.newBuilder(URI.create(origin + "/v3/openapi.json")).build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError("no /v3/openapi.json: " + answer.statusCode() + " " + answer.body());
      }
      return new Contract(JSON.readTree(answer.body()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
