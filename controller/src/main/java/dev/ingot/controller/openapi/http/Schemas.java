package dev.ingot.controller.openapi.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ingot.controller.validation.Patch;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * JSON schemas (draft 2020-12) of the wire records, by their components: name as Jackson writes it, type, null where `@Nullable` says so. A record
 * of an answer needs all its properties but those that are left out when null; in a request none is needed (which are is the handler's to say).
 * Neither has further properties. Not thread-safe.
 */
final class Schemas {
  private static final Map<Class<?>, Map<String, Object>> SIMPLE = Map.ofEntries(
      Map.entry(String.class, Map.of("type", "string")), Map.entry(Instant.class, Map.of("type", "string", "format", "date-time")),
      Map.entry(boolean.class, Map.of("type", "boolean")), Map.entry(Boolean.class, Map.of("type", "boolean")),
      Map.entry(int.class, integer(32)), Map.entry(Integer.class, integer(32)), Map.entry(long.class, integer(64)), Map.entry(Long.class, integer(64)),
      Map.entry(double.class, Map.of("type", "number")), Map.entry(Double.class, Map.of("type", "number")));
  private final Map<String, Object> components = new TreeMap<>();

  /** Which way the JSON goes. */
  enum Way { REQUEST, ANSWER }

  private record Context(Way way, Map<TypeVariable<?>, AnnotatedType> bindings) {}

  /** The schema of a type; records are references into {@link #components()}. */
  Map<String, Object> of(AnnotatedType type, Way way) {
    return schema(type, new Context(way, Map.of()));
  }

  /** The schemas of all records met until now, by name. */
  Map<String, Object> components() {
    return components;
  }

  private Map<String, Object> schema(AnnotatedType type, Context context) {
    if (type.getType() instanceof TypeVariable<?> variable) {
      AnnotatedType bound = context.bindings.get(variable);
      return bound == null ? Map.of() : schema(bound, context);
    }
    Map<String, Object> plain = plain(type, context);
    return type.isAnnotationPresent(Nullable.class) && !plain.isEmpty() ? orNull(plain) : plain;
  }

  private Map<String, Object> plain(AnnotatedType type, Context context) {
    Class<?> raw = raw(type.getType());
    if (SIMPLE.containsKey(raw)) {
      return SIMPLE.get(raw);
    }
    if (raw.isEnum()) {
      return Map.of("type", "string", "enum", Arrays.stream(raw.getEnumConstants()).map(Object::toString).toList());
    }
    if (raw == Patch.class) {
      return orNull(argument(type, 0, context));
    }
    if (raw.isRecord()) {
      return Map.of("$ref", "#/components/schemas/" + component(raw, arguments(type, context), context));
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return Map.of("type", "array", "items", argument(type, 0, context));
    }
    if (type instanceof AnnotatedArrayType array) {
      return Map.of("type", "array", "items", schema(array.getAnnotatedGenericComponentType(), context));
    }
    if (Map.class.isAssignableFrom(raw)) {
      return Map.of("type", "object", "additionalProperties", argument(type, 1, context));
    }
    return Map.of();
  }

  private String component(Class<?> type, Map<TypeVariable<?>, AnnotatedType> bindings, Context context) {
    String name = name(type, bindings.values(), context);
    if (!components.containsKey(name)) {
      // Taken before it is filled: a record may contain itself.
      components.put(name, Map.of());
      components.put(name, object(type, new Context(context.way, bindings)));
    }
    return name;
  }

  private Map<String, Object> object(Class<?> type, Context context) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        unwrap(schema(component.getAnnotatedType(), context), properties, required);
        continue;
      }
      String name = property(type, component);
      boolean optional = optional(type, component);
      var schema = schema(component.getAnnotatedType(), context);
      // What is left out when null is never null in an answer.
      properties.put(name, optional && context.way == Way.ANSWER ? notNull(schema) : schema);
      if (!optional && context.way == Way.ANSWER) {
        required.add(name);
      }
    }
    var object = new LinkedHashMap<String, Object>(Map.of("type", "object", "properties", properties, "additionalProperties", false));
    if (!required.isEmpty()) {
      object.put("required", required);
    }
    return object;
  }

  private void unwrap(Map<String, Object> reference, Map<String, Object> properties, List<String> required) {
    String path = String.valueOf(reference.get("$ref"));
    if (components.get(path.substring(path.lastIndexOf('/') + 1)) instanceof Map<?, ?> inner && inner.get("properties") instanceof Map<?, ?> all) {
      all.forEach((name, schema) -> properties.put(name.toString(), schema));
      if (inner.get("required") instanceof List<?> names) {
        names.forEach(name -> required.add(name.toString()));
      }
    }
  }

  private static boolean optional(Class<?> type, RecordComponent component) {
    var own = component.getAccessor().getAnnotation(JsonInclude.class);
    var include = own == null ? type.getAnnotation(JsonInclude.class) : own;
    return include != null && include.value() != JsonInclude.Include.ALWAYS;
  }

  private static String property(Class<?> type, RecordComponent component) {
    var own = component.getAccessor().getAnnotation(JsonProperty.class);
    if (own != null && !own.value().isEmpty()) {
      return own.value();
    }
    var naming = type.getAnnotation(JsonNaming.class);
    return naming == null ? component.getName() : translate(naming.value(), component.getName());
  }

  private static String translate(Class<? extends PropertyNamingStrategy> strategy, String name) {
    try {
      return strategy.getDeclaredConstructor().newInstance().nameForField(null, null, name);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the naming " + strategy.getName() + " has no constructor without arguments", e);
    }
  }

  private static Map<String, Object> orNull(Map<String, Object> schema) {
    if (schema.get("type") instanceof String type && !schema.containsKey("enum")) {
      var nullable = new LinkedHashMap<>(schema);
      nullable.put("type", List.of(type, "null"));
      return nullable;
    }
    return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
  }

  private static Map<String, Object> notNull(Map<String, Object> schema) {
    if (schema.get("anyOf") instanceof List<?> choices && choices.getFirst() instanceof Map<?, ?> first) {
      var plain = new LinkedHashMap<String, Object>();
      first.forEach((key, value) -> plain.put(key.toString(), value));
      return plain;
    }
    if (schema.get("type") instanceof List<?> types) {
      var plain = new LinkedHashMap<>(schema);
      plain.put("type", types.getFirst());
      return plain;
    }
    return schema;
  }

  private Map<String, Object> argument(AnnotatedType type, int index, Context context) {
    return type instanceof AnnotatedParameterizedType parameterized
        ? schema(parameterized.getAnnotatedActualTypeArguments()[index], context) : Map.of();
  }

  private static Map<TypeVariable<?>, AnnotatedType> arguments(AnnotatedType type, Context context) {
    var bindings = new HashMap<TypeVariable<?>, AnnotatedType>();
    if (type instanceof AnnotatedParameterizedType parameterized) {
      var variables = raw(type.getType()).getTypeParameters();
      for (int i = 0; i < variables.length; i++) {
        var argument = parameterized.getAnnotatedActualTypeArguments()[i];
        bindings.put(variables[i], argument.getType() instanceof TypeVariable<?> outer && context.bindings.containsKey(outer)
            ? context.bindings.get(outer) : argument);
      }
    }
    return bindings;
  }

  private static String name(Class<?> type, Collection<AnnotatedType> arguments, Context context) {
    String simple = type.getSimpleName();
    for (Class<?> outer = type.getEnclosingClass(); outer != null; outer = outer.getEnclosingClass()) {
      simple = outer.getSimpleName() + "." + simple;
    }
    for (AnnotatedType argument : arguments) {
      simple += "_" + raw(argument.getType()).getSimpleName();
    }
    return context.way == Way.REQUEST && !simple.contains("Request") ? simple + ".Request" : simple;
  }

  private static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> raw -> raw;
      case ParameterizedType parameterized -> raw(parameterized.getRawType());
      case WildcardType wildcard -> raw(wildcard.getUpperBounds()[0]);
      default -> Object.class;
    };
  }

  private static Map<String, Object> integer(int bits) {
    return Map.of("type", "integer", "format", "int" + bits);
  }
}
