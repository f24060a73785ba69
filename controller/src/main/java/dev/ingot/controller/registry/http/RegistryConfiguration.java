package dev.ingot.controller.registry.http;

import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.Tokens;
import dev.ingot.controller.config.IngotProperties;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.registry.Limits;
import dev.ingot.controller.registry.Registry;
import dev.ingot.controller.registry.RegistryAccess;
import dev.ingot.controller.registry.RegistryHousekeeping;
import dev.ingot.controller.registry.db.ImageOwners;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the registry into the controller, below `<ingot.state-dir>/registry`. */
@Configuration(proxyBeanMethods = false)
class RegistryConfiguration {
  private static final Duration BETWEEN_ROUNDS = Duration.ofHours(3);

  @Bean
  Registry registry(IngotProperties properties, Clock clock) {
    return new Registry(properties.stateDir().resolve("registry"), Limits.defaults(), clock);
  }

  @Bean
  ServletRegistrationBean<RegistryServlet> registryServlet(Registry registry, RegistryAccess access, Tokens tokens, Links links, Clock clock) {
    TokenDoor door = new TokenDoor((service, repositories) -> new TokenDoor.Issued(tokens.issueForRegistry(Caller.current(), service, repositories),
        Tokens.REGISTRY_ACCESS.toSeconds()), links::origin, clock);
    ServletRegistrationBean<RegistryServlet> registration = new ServletRegistrationBean<>(new RegistryServlet(registry, access, door), "/v2/*");
    registration.setName("registry");
    return registration;
  }

  @Bean(destroyMethod = "close")
  RegistryHousekeeping registryHousekeeping(Registry registry, ImageOwners owners) {
    return new RegistryHousekeeping(registry, owners, BETWEEN_ROUNDS);
  }
}
