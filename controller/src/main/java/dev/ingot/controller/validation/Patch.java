package dev.ingot.controller.validation;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A field of a change where null means something else than nothing: not sent, or sent with a value that may be null.
 *
 * @param given whether it was sent
 */
@JsonDeserialize(using = Patch.Deserializer.class)
public record Patch<T>(boolean given, @Nullable T value) {
  /** Not sent. */
  public static <T> Patch<T> absent() {
    return new Patch<>(false, null);
  }

  /** Sent. */
  public static <T> Patch<T> of(@Nullable T value) {
    return new Patch<>(true, value);
  }

  /** What was sent, or what there was. */
  public @Nullable T or(@Nullable T current) {
    return given ? value : current;
  }

  static final class Deserializer extends ValueDeserializer<Patch<?>> {
    private final @Nullable JavaType type;

    Deserializer() {
      this(null);
    }

    private Deserializer(@Nullable JavaType type) {
      this.type = type;
    }

    @Override
    public ValueDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
      return new Deserializer(property.getType().containedType(0));
    }

    @Override
    public Patch<?> deserialize(JsonParser parser, DeserializationContext context) {
      return Patch.of(context.readValue(parser, type));
    }

    @Override
    public Patch<?> getNullValue(DeserializationContext context) {
      return Patch.of(null);
    }

    @Override
    public Patch<?> getAbsentValue(DeserializationContext context) {
      return Patch.absent();
    }
  }
}
