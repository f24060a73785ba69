package dev.ingot.controller.resource;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * `ingot.resources.*`: which files are kept so that clients need not send them again.
 *
 * @param minSize smaller files are not kept; 1 byte, so that pushing again without a change uploads nothing
 * @param maxSize larger files are not kept
 * @param budget of all together; the ones that were of no use for longest go first
 */
@ConfigurationProperties("ingot.resources")
public record ResourceProperties(@DefaultValue("1B") DataSize minSize, @DefaultValue("512MB") DataSize maxSize,
    @DefaultValue("10GB") DataSize budget) {
  public ResourceProperties {
    if (minSize.toBytes() < 1 || maxSize.compareTo(minSize) < 0 || budget.toBytes() < 0) {
      throw new IllegalArgumentException("ingot.resources: min-size must be at least 1B, max-size not below it, budget not negative");
    }
  }
}
