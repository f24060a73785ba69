package dev.ingot.controller.listing.db;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.format.FormatMapper;
import org.hibernate.type.format.jackson.Jackson3JsonFormatMapper;

/** How jsonb columns become Java. Most of them are empty (labels, annotations, features …), and reading those needs no parser. Thread-safe. */
public final class JsonColumns implements FormatMapper {
  private final FormatMapper parser = new Jackson3JsonFormatMapper();

  @Override
  public <T> T fromString(CharSequence text, JavaType<T> type, WrapperOptions options) {
    if (text.length() == 2) {
      if (type.getJavaTypeClass() == Map.class && "{}".contentEquals(text)) {
        return type.cast(new LinkedHashMap<>());
      }
      if (type.getJavaTypeClass() == List.class && "[]".contentEquals(text)) {
        return type.cast(new ArrayList<>());
      }
    }
    return parser.fromString(text, type, options);
  }

  @Override
  public <T> String toString(T value, JavaType<T> type, WrapperOptions options) {
    return parser.toString(value, type, options);
  }

  @Override
  public boolean supportsSourceType(Class<?> type) {
    return parser.supportsSourceType(type);
  }

  @Override
  public boolean supportsTargetType(Class<?> type) {
    return parser.supportsTargetType(type);
  }

  @Override
  public <T> void writeToTarget(T value, JavaType<T> type, Object target, WrapperOptions options) throws IOException {
    parser.writeToTarget(value, type, target, options);
  }

  @Override
  public <T> T readFromSource(JavaType<T> type, Object source, WrapperOptions options) throws IOException {
    return parser.readFromSource(type, source, options);
  }
}
