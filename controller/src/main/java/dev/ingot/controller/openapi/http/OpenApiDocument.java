package dev.ingot.controller.openapi.http;

import dev.ingot.api.error.ErrorBody;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.openapi.http.Schemas.Way;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/** Builds the document: one path item for each mapping below `/v3`, from the handler's signature. Not thread-safe. */
final class OpenApiDocument {
  private final Schemas schemas = new Schemas();
  private final Map<String, Map<String, Object>> paths = new TreeMap<>();
  private final Map<String, Object> failure;

  private OpenApiDocument() {
    failure = Map.of("description", "What went wrong", "content", json(schemas.of(type(ErrorBody.class), Way.ANSWER)));
  }

  /** The document, as JSON is built from maps. */
  static Map<String, Object> of(Map<RequestMappingInfo, HandlerMethod> handlers, String version) {
    var document = new OpenApiDocument();
    handlers.forEach((info, handler) -> info.getPatternValues().stream().filter(path -> path.equals("/v3") || path.startsWith("/v3/") && path.length() > 4)
        .forEach(path -> info.getMethodsCondition().getMethods()
            .forEach(method -> document.add(path, method.name(), info.getProducesCondition().getProducibleMediaTypes(), handler))));
    return document.whole(version);
  }

  private Map<String, Object> whole(String version) {
    var whole = new LinkedHashMap<String, Object>();
    whole.put("openapi", "3.1.1");
    whole.put("info", Map.of("title", "Ingot: CF API v3", "version", version));
    whole.put("servers", List.of(Map.of("url", "/")));
    whole.put("security", List.of(Map.of("token", List.of())));
    whole.put("paths", paths);
    whole.put("components", Map.of("schemas", schemas.components(), "securitySchemes", Map.of("token", Map.of("type", "http", "scheme", "bearer"))));
    return whole;
  }

  private void add(String path, String method, java.util.Collection<MediaType> produces, HandlerMethod handler) {
    var operation = new LinkedHashMap<String, Object>();
    operation.put("tags", List.of(path.split("/").length > 2 ? path.split("/")[2] : "root"));
    var parameters = parameters(path, handler);
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    var body = body(handler);
    if (body != null) {
      operation.put("requestBody", body);
    }
    operation.put("responses", answers(method, produces, handler));
    paths.computeIfAbsent(path, key -> new TreeMap<>()).put(method.toLowerCase(Locale.ROOT), operation);
  }

  private List<Map<String, Object>> parameters(String path, HandlerMethod handler) {
    var all = new ArrayList<Map<String, Object>>();
    for (Parameter parameter : handler.getMethod().getParameters()) {
      if (parameter.isAnnotationPresent(PathVariable.class)) {
        all.add(parameter(parameter.getName(), "path", true, schemas.of(parameter.getAnnotatedType(), Way.REQUEST)));
      }
      var query = parameter.getAnnotation(RequestParam.class);
      if (query != null && !query.name().isEmpty() | !query.value().isEmpty() | parameter.isNamePresent()) {
        String name = !query.name().isEmpty() ? query.name() : query.value().isEmpty() ? parameter.getName() : query.value();
        all.add(parameter(name, "query", query.required() && query.defaultValue().equals(ValueConstants.DEFAULT_NONE),
            schemas.of(parameter.getAnnotatedType(), Way.REQUEST)));
      }
      if (parameter.getType() == ListQuery.class) {
        all.addAll(ofList(path));
      }
    }
    return all;
  }

  private static List<Map<String, Object>> ofList(String path) {
    var all = new ArrayList<Map<String, Object>>();
    if (path.endsWith("}")) {
      all.add(list("include", Map.of("type", "string")));
      return all;
    }
    all.add(parameter("page", "query", false, Map.of("type", "integer", "minimum", 1, "default", 1)));
    all.add(parameter("per_page", "query", false,
        Map.of("type", "integer", "minimum", 1, "maximum", ListQuery.MAX_PER_PAGE, "default", ListQuery.DEFAULT_PER_PAGE)));
    var text = Map.<String, Object>of("type", "string");
    String resource = path.substring(path.lastIndexOf('/') + 1);
    var listings = Listing.named(resource);
    var names = new TreeSet<String>();
    var orders = new TreeSet<String>();
    var includes = new TreeSet<String>();
    listings.forEach(listing -> {
      names.addAll(listing.parameters());
      listing.orders().forEach(order -> orders.addAll(List.of(order, "-" + order)));
      includes.addAll(listing.includes());
    });
    if (!orders.isEmpty()) {
      all.add(parameter("order_by", "query", false, Map.of("type", "string", "enum", List.copyOf(orders))));
    }
    if (!includes.isEmpty()) {
      all.add(list("include", Map.of("type", "string", "enum", List.copyOf(includes))));
    }
    names.forEach(name -> all.add(name.equals("label_selector") ? parameter(name, "query", false, text) : list(name, text)));
    return all;
  }

  private static Map<String, Object> list(String name, Map<String, Object> item) {
    var parameter = new LinkedHashMap<>(parameter(name, "query", false, Map.of("type", "array", "items", item)));
    parameter.put("style", "form");
    parameter.put("explode", false);
    return parameter;
  }

  private static Map<String, Object> parameter(String name, String in, boolean required, Map<String, Object> schema) {
    var parameter = new LinkedHashMap<String, Object>();
    parameter.put("name", name);
    parameter.put("in", in);
    parameter.put("required", required);
    parameter.put("schema", schema);
    return parameter;
  }

  private @Nullable Map<String, Object> body(HandlerMethod handler) {
    for (Parameter parameter : handler.getMethod().getParameters()) {
      var body = parameter.getAnnotation(RequestBody.class);
      if (body != null) {
        return Map.of("required", body.required(), "content", json(schemas.of(parameter.getAnnotatedType(), Way.REQUEST)));
      }
      if (jakarta.servlet.http.HttpServletRequest.class.isAssignableFrom(parameter.getType())) {
        return Map.of("required", true, "content", Map.of("*/*", Map.of()));
      }
    }
    return null;
  }

  private Map<String, Object> answers(String method, java.util.Collection<MediaType> produces, HandlerMethod handler) {
    var answers = new TreeMap<String, Object>();
    var type = handler.getMethod().getAnnotatedReturnType();
    boolean entity = handler.getMethod().getReturnType() == ResponseEntity.class;
    var content = entity && type instanceof AnnotatedParameterizedType parameterized ? parameterized.getAnnotatedActualTypeArguments()[0] : type;
    var status = handler.getMethodAnnotation(ResponseStatus.class);
    if (content.getType() == Void.class || content.getType() == void.class) {
      answers.put("202", Map.of("description", "A job was started: Location says where it can be followed", "headers",
          Map.of("Location", Map.of("schema", Map.of("type", "string", "format", "uri")))));
      answers.put("204", Map.of("description", "Done"));
    } else {
      String code = status != null ? Integer.toString(status.value().value()) : entity && method.equals("POST") ? "201" : "200";
      answers.put(code, Map.of("description", "As asked", "content", content(produces, content)));
    }
    answers.put("4XX", failure);
    answers.put("5XX", failure);
    return answers;
  }

  private Map<String, Object> content(java.util.Collection<MediaType> produces, AnnotatedType type) {
    if (!produces.isEmpty()) {
      var content = new TreeMap<String, Object>();
      produces.forEach(media -> content.put(media.toString(), Map.of()));
      return content;
    }
    var schema = schemas.of(type, Way.ANSWER);
    // Neither a record nor a map: bytes of some kind.
    boolean bytes = schema.isEmpty() && type.getType() != Object.class || type.getType() == byte[].class;
    return bytes ? Map.of("*/*", Map.of()) : json(schema);
  }

  private static Map<String, Object> json(Map<String, Object> schema) {
    return Map.of(MediaType.APPLICATION_JSON_VALUE, Map.of("schema", schema));
  }

  private static AnnotatedType type(Class<?> record) {
    return new Holder(record);
  }

  /** A class as a type without annotations. */
  private record Holder(Class<?> getType) implements AnnotatedType {
    @Override
    public <T extends java.lang.annotation.Annotation> @Nullable T getAnnotation(Class<T> annotation) {
      return null;
    }

    @Override
    public java.lang.annotation.Annotation[] getAnnotations() {
      return new java.lang.annotation.Annotation[0];
    }

    @Override
    public java.lang.annotation.Annotation[] getDeclaredAnnotations() {
      return getAnnotations();
    }
  }
}
