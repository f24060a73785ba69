package dev.ingot.webui;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.ComponentScan;

/** The dashboard in a process of its own: `--ingot.api-url=http://platform:8080 --server.port=8090`. */
@SpringBootApplication(proxyBeanMethods = false)
@ComponentScan(basePackages = "dev.ingot.webui.nothing")
public class WebUiApplication {
  public static void main(String[] args) {
    SpringApplication.run(WebUiApplication.class, args);
  }
}
