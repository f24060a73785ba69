package dev.ingot.controller.root.http;

import dev.ingot.controller.http.Links;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** `GET /v2/info`: the first thing clients of the days before v3 ask. All else below `/v2` is the image registry. */
@Configuration(proxyBeanMethods = false)
class OldInfo {
  /** The last v2 that CF had. */
  private static final String V2_VERSION = "2.278.0";

  @Bean
  ServletRegistrationBean<HttpServlet> oldInfoServlet(Links links, JsonMapper json) {
    var registration = new ServletRegistrationBean<HttpServlet>(new InfoServlet(links, json), "/v2/info");
    registration.setName("v2-info");
    return registration;
  }

  private static final class InfoServlet extends HttpServlet {
    private final transient Links links;
    private final transient JsonMapper json;

    InfoServlet(Links links, JsonMapper json) {
      this.links = links;
      this.json = json;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
      var info = new LinkedHashMap<String, @Nullable Object>();
      info.put("name", "ingot");
      info.put("build", "");
      info.put("support", "");
      info.put("version", 0);
      info.put("description", "Ingot");
      info.put("authorization_endpoint", links.href("/uaa"));
      info.put("token_endpoint", links.href("/uaa"));
      info.put("min_cli_version", null);
      info.put("min_recommended_cli_version", null);
      info.put("api_version", V2_VERSION);
      info.put("osbapi_version", "2.15");
      info.put("routing_endpoint", links.href("/routing"));
      response.setContentType("application/json");
      response.getOutputStream().write(json.writeValueAsBytes(info));
    }
  }
}
