package dev.ingot.webui;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * `ingot.ui.*`.
 *
 * @param apiUrl origin of the platform's API; null = the process the dashboard runs in
 * @param sessionIdle how long a session lives without a request
 * @param maxSessions signed-in browsers at once; the one unused longest makes room for a new one
 */
@ConfigurationProperties("ingot.ui")
public record WebUiProperties(@Nullable URI apiUrl, @DefaultValue("8h") Duration sessionIdle, @DefaultValue("10000") int maxSessions) {
  public WebUiProperties {
    if (sessionIdle.isNegative() || sessionIdle.isZero() || maxSessions < 1) {
      throw new IllegalArgumentException("ingot.ui.session-idle and ingot.ui.max-sessions must be more than 0");
    }
  }
}
