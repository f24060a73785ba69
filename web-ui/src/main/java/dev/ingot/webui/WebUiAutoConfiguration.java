package dev.ingot.webui;

import dev.ingot.api.client.TokenClient;
import dev.ingot.api.client.Transport;
import dev.ingot.webui.page.Assets;
import dev.ingot.webui.session.PageGuard;
import dev.ingot.webui.session.Sessions;
import java.net.URI;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Puts the dashboard into any Spring web application that has it on its class path: the controller's process by default. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(WebUiProperties.class)
@ComponentScan(basePackages = {"dev.ingot.webui.app", "dev.ingot.webui.apps", "dev.ingot.webui.page", "dev.ingot.webui.signin"})
public class WebUiAutoConfiguration {
  /** To the platform's API: the configured one, or the process we are in. Lazy, since the port is only known once it listens. */
  @Bean(destroyMethod = "close")
  @Lazy
  Transport webUiTransport(WebUiProperties properties, Environment environment) {
    String ownPort = environment.getProperty("local.server.port", environment.getProperty("server.port", "8080"));
    return new Transport(properties.apiUrl() == null ? URI.create("http://127.0.0.1:" + ownPort) : properties.apiUrl());
  }

  @Bean
  Sessions webUiSessions(ObjectProvider<Transport> transport, WebUiProperties properties) {
    Clock clock = Clock.systemUTC();
    return new Sessions(transport::getObject, () -> new TokenClient(transport.getObject(), clock), properties, clock);
  }

  @Bean
  FilterRegistrationBean<PageGuard> webUiGuard(Sessions sessions) {
    FilterRegistrationBean<PageGuard> registration = new FilterRegistrationBean<>(new PageGuard(sessions));
    registration.addUrlPatterns("/ui", "/ui/*");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
    registration.setAsyncSupported(true);
    return registration;
  }

  @Bean
  Assets webUiAssets() {
    return new Assets();
  }
}
