package dev.ingot.controller.http;

import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Registers what handlers need. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new ListQueryResolver());
  }

  /**
   * An answer has one form, whatever `Accept` says: as in CF, a client that asks for another gets this one. Only a browser, which says
   * `text/html`, gets the page where an address has a page and data (`/login`, `/passcode`).
   */
  @Override
  public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
    negotiation.strategies(List.of(request -> browser(request) ? List.of(MediaType.TEXT_HTML, MediaType.ALL) : List.of(MediaType.ALL)));
  }

  private static boolean browser(NativeWebRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> errorsOfTomcat() {
    return factory -> factory.addContextCustomizers(context -> ((StandardHost) context.getParent()).setErrorReportValveClass(ContainerErrorValve.class.getName()));
  }
}
