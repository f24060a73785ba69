package dev.ingot.controller.http;

import dev.ingot.controller.app.http.TestWorld;
import dev.ingot.controller.testing.Contract;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes requests that look like those of the document, and are wrong somewhere. All chance comes from one Random. */
final class Garbage {
  /** Nothing here may be harmful to other tests: no names of shared things. */
  private static final List<String> TEXTS = List.of("", " ", "\u0000", "a\u0000b", "'; drop table apps; --", "\" or 1=1", "%00", "%2500", "\r\nX-Evil: 1", "../../etc/passwd", "🦀", "-1", "0",
      "9".repeat(400), "<script>alert(1)</script>", "${jndi:ldap://x}", "NaN", "null", "true", "\u202e\u0000", "a".repeat(256), "é".repeat(300), "{", "[]", "*", "%", "_", "\\", "a,b,,c", "*.example.com",
      "web", "x".repeat(70_000), "2026-01-01T00:00:00Z", "9999999-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z", "a=b", "!a", "a in (b", "\ud83d");
  private static final List<String> NUMBERS = List.of("-1", "0", "1", "65536", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1e400", "1.5", "-0.0", "1E+2", "1e-999");
  private static final Map<String, String> KINDS = Map.ofEntries(Map.entry("apps", "app"), Map.entry("organizations", "org"), Map.entry("spaces", "space"), Map.entry("packages", "package"),
      Map.entry("droplets", "droplet"), Map.entry("builds", "build"), Map.entry("processes", "process"), Map.entry("routes", "route"), Map.entry("domains", "domain"), Map.entry("destinations", "destination"),
      Map.entry("deployments", "deployment"), Map.entry("roles", "role"), Map.entry("users", "member"), Map.entry("organization_quotas", "orgquota"), Map.entry("space_quotas", "spacequota"),
      Map.entry("tasks", "task"), Map.entry("audit_events", "event"), Map.entry("jobs", "job"));
  private final Random random;
  private final JsonNode document;
  private final TestWorld world;

  Garbage(Random random, JsonNode document, TestWorld world) {
    this.random = random;
    this.document = document;
    this.world = world;
  }

  record Request(String method, String target, @Nullable String type, byte[] body, String[] headers) {
    @Override
    public String toString() {
      String text = new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8);
      return method + " " + target.substring(0, Math.min(target.length(), 300)) + " " + type + " " + String.join("|", headers).chars().limit(200)
          .mapToObj(c -> String.valueOf((char) c)).collect(Collectors.joining()) + " " + text;
    }
  }

  Request request(Contract.Operation operation) {
    var content = operation.description().at("/requestBody/content");
    String type = null;
    byte[] body = new byte[0];
    if (content.has("application/json")) {
      type = chance(20) ? any(List.of("text/plain", "application/xml", "multipart/form-data", "application/json; charset=utf-16", "application/x-www-form-urlencoded", "*/*", "a")) : "application/json";
      body = chance(10) ? bytes() : text(content.at("/application~1json/schema"), 0).getBytes(StandardCharsets.UTF_8);
    } else if (!content.isMissingNode() || chance(20)) {
      type = any(List.of("application/x-yaml", "multipart/form-data; boundary=b", "multipart/form-data", "application/json", "multipart/form-data; boundary=" + "b".repeat(3000)));
      body = chance(2) ? bytes() : ("--b\r\nContent-Disposition: form-data; name=\"bits\"; filename=\"" + any(TEXTS).replaceAll("[\r\n]", "") + "\"\r\n\r\n" + any(TEXTS) + "\r\n--b--\r\n")
          .getBytes(StandardCharsets.UTF_8);
    }
    return new Request(operation.method(), path(operation.method(), operation.path()) + query(operation.description()), type, body, headers());
  }

  private String path(String method, String template) {
    var parts = template.split("/", -1);
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].startsWith("{")) {
        String kind = KINDS.get(parts[i - 1]);
        parts[i] = kind != null && !chance(4) ? method.equals("DELETE") ? doomed(kind) : real(kind) : chance(2) ? UUID.randomUUID().toString() : encoded(any(TEXTS));
      }
    }
    return String.join("/", parts);
  }

  private String real(String kind) {
    try {
      return world.shared(kind);
    } catch (AssertionError e) {
      // What it needs was deleted by an earlier request.
      List.of("bare", "app", "droplet", "package", kind).forEach(world::forget);
      return UUID.randomUUID().toString();
    }
  }

  /** One that may be deleted: org, space and app are kept for the others. */
  private String doomed(String kind) {
    if (List.of("org", "space").contains(kind)) {
      return world.fresh(kind);
    }
    String guid = kind.equals("app") ? world.fresh("bare") : real(kind);
    world.forget(kind.equals("app") ? "bare" : kind);
    return guid;
  }

  private String query(JsonNode operation) {
    var pairs = new ArrayList<String>();
    operation.path("parameters").forEach(parameter -> {
      if (parameter.get("in").asString().equals("query") && chance(5)) {
        String value = encoded(chance(4) ? any(NUMBERS) : chance(3) ? encoded(any(TEXTS)) : any(TEXTS));
        pairs.add(encoded(parameter.get("name").asString()) + "=" + (value.length() > 5000 ? value.substring(0, 4998) : value));
      }
    });
    if (chance(20)) {
      pairs.add(any(List.of("x=1", "=", "&&&", "page=1&page=2", "include=", "guids=%ff%fe", "order_by=%2d", "fields[a][b]=c".replace("[", "%5B").replace("]", "%5D"))));
    }
    String query = String.join("&", pairs);
    return query.isEmpty() ? "" : "?" + query.substring(0, Math.min(query.length(), 20_000)).replaceAll("%[0-9A-Fa-f]?$", "");
  }

  private String[] headers() {
    return switch (random.nextInt(30)) {
      case 0 -> new String[] {"X-Forwarded-Host", "evil\"><script>"};
      case 1 -> new String[] {"Accept", any(List.of("text/html", "application/xml", "*", "a/b;q=x", ""))};
      case 2 -> new String[] {"If-None-Match", any(List.of("*", "\"", "W/", "x".repeat(5000)))};
      case 3 -> new String[] {"X-Big", "x".repeat(100_000)};
      case 4 -> new String[] {"Content-Encoding", "gzip"};
      case 5 -> new String[] {"X-Vcap-Request-Id", "x".repeat(10_000)};
      case 6 -> new String[] {"X-HTTP-Method-Override", "DELETE", "Cookie", "a=\"; b"};
      case 7 -> new String[] {"Accept-Language", "x;;;q=99", "Range", "bytes=-99999999999999999999", "X-Forwarded-Proto", "gopher"};
      default -> new String[0];
    };
  }

  /** A JSON text for a schema, mostly of the right shape. */
  private String text(JsonNode schema, int depth) {
    if (chance(12) || depth > 8) {
      return wrong();
    }
    if (schema.has("$ref")) {
      return text(document.at(schema.get("$ref").asString().substring(1)), depth);
    }
    if (schema.has("anyOf")) {
      return text(schema.get("anyOf").get(random.nextInt(schema.get("anyOf").size())), depth + 1);
    }
    if (schema.has("enum")) {
      return quoted(schema.get("enum").get(random.nextInt(schema.get("enum").size())).asString());
    }
    var type = schema.path("type");
    return switch (type.isArray() ? type.get(random.nextInt(type.size())).asString() : type.asString("")) {
      case "string" -> quoted(chance(3) ? any(TEXTS) : "name-" + random.nextInt(100_000));
      case "integer", "number" -> chance(2) ? any(NUMBERS) : Integer.toString(random.nextInt(5));
      case "boolean" -> chance(2) ? "true" : "false";
      case "array" -> random.ints(random.nextInt(3)).mapToObj(i -> text(schema.path("items"), depth + 1)).collect(Collectors.joining(",", "[", "]"));
      case "object" -> object(schema, depth);
      case "null" -> "null";
      default -> wrong();
    };
  }

  private String object(JsonNode schema, int depth) {
    var fields = new ArrayList<String>();
    schema.path("properties").properties().forEach(property -> {
      if (!chance(4)) {
        String value = property.getKey().equals("guid") && !chance(4) ? quoted(real(any(List.copyOf(new java.util.TreeSet<>(KINDS.values()))))) : text(property.getValue(), depth + 1);
        fields.add(quoted(property.getKey()) + ":" + value);
      }
    });
    if (schema.path("additionalProperties").isObject()) {
      fields.add(quoted(chance(2) ? "key" : any(TEXTS)) + ":" + text(schema.get("additionalProperties"), depth + 1));
    }
    if (chance(15)) {
      fields.add("\"no_such_field\":1");
    }
    return "{" + String.join(",", fields) + "}";
  }

  private String wrong() {
    return switch (random.nextInt(12)) {
      case 0 -> "null";
      case 1 -> "[]";
      case 2 -> "{}";
      case 3 -> "true";
      case 4 -> any(NUMBERS);
      case 5 -> "\"\\ud800\"";
      case 6 -> "\"\\u0000\"";
      case 7 -> "[".repeat(200) + "]".repeat(200);
      case 8 -> chance(5) ? "\"" + "m".repeat(1 << 20) + "\"" : "\"" + "m".repeat(1000) + "\"";
      case 9 -> "{\"a\":{\"b\":[null]}}";
      case 10 -> "[null]";
      default -> quoted(any(TEXTS));
    };
  }

  private byte[] bytes() {
    return switch (random.nextInt(6)) {
      case 0 -> new byte[] {(byte) 0xff, (byte) 0xfe, '{', '}'};
      case 1 -> "{\"name\":\"\u00e9".getBytes(StandardCharsets.ISO_8859_1);
      case 2 -> new byte[1000];
      case 3 -> "{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8);
      case 4 -> "\uFEFF{}".getBytes(StandardCharsets.UTF_8);
      default -> "{} {}".getBytes(StandardCharsets.UTF_8);
    };
  }

  private static String quoted(String text) {
    var json = new StringBuilder("\"");
    text.chars().forEach(c -> json.append(c < 0x20 || c == '"' || c == '\\' || c > 0x7e ? "\\u%04x".formatted(c) : String.valueOf((char) c)));
    return json.append('"').toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
