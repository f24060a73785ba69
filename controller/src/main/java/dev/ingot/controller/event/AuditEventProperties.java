package dev.ingot.controller.event;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** `ingot.audit-events.*`. @param keep how long events can be read, at least an hour */
@ConfigurationProperties("ingot.audit-events")
public record AuditEventProperties(@DefaultValue("31d") Duration keep) {
  public AuditEventProperties {
    if (keep.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException("ingot.audit-events.keep must be at least 1h");
    }
  }
}
