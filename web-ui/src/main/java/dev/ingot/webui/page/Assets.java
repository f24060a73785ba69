package dev.ingot.webui.page;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Style sheet, script and htmx below `/ui/assets/`, all out of our own jars. */
public final class Assets implements WebMvcConfigurer {
  static final String HTMX = "META-INF/resources/webjars/htmx.org/2.0.7/dist/";

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry.addResourceHandler("/ui/assets/lib/**").addResourceLocations("classpath:/" + HTMX)
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePublic());
    registry.addResourceHandler("/ui/assets/**").addResourceLocations("classpath:/ingot-ui/")
        .setCacheControl(CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic());
  }
}
