package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NginxIT {
  @TempDir Path root;

  @Test
  void ownConfiguration_isFilledIn_alsoInIncludedFilesAndWithModules() throws Exception {
    var cnb = new Cnb(root, "static-site");
    Files.writeString(cnb.app.resolve("nginx.conf"), """
        # {{ignored in a comment}}
        daemon off;
        {{module "ngx_stream_module"}};
        worker_processes 1;
        events { worker_connections 64; }
        http {
          include mime.types;
          include conf/extra/*.conf;
        }
        """);
    Files.writeString(Files.createDirectories(cnb.app.resolve("conf/extra")).resolve("server.conf"), """
        server {
          listen {{port}};
          root public;
          location = /greeting { return 200 '{{env "GREETING"}} {{env "MISSING"}}.'; }
        }
        """);
    Files.writeString(cnb.app.resolve("conf/extra/plain.conf"), "server_tokens off;\n");
    assertThat(cnb.detect("nginx")).isZero();
    var built = cnb.build("nginx");
    assertThat(built.code()).as(built.output()).isZero();
    try (var app = cnb.launch(Map.of("GREETING", "{{port}} & |more|"))) {
      assertThat(app.get("/greeting").body()).isEqualTo("{{port}} & |more| .");
      assertThat(app.get("/").body()).contains("Hello from Ingot");
      assertThat(app.get("/assets/site.css").headers().firstValue("Content-Type").orElse("")).startsWith("text/css");
      assertThat(app.stop()).isZero();
    }
    assertRefused(cnb, "events {}\nhttp { server { listen 80; } }", "ERROR: The file nginx.conf does not use {{port}}", true);
    assertRefused(cnb, "events {}\nhttp { server { listen {{port}}; {{exec \"id\"}} } }", "ERROR: The file nginx.conf has {{exec \"id\"}}, which is not known", false);
    assertRefused(cnb, "events {}\nhttp { server { listen {{port}}; bogus on; } }", "ERROR: Failed checking nginx.conf with nginx -t", true);
  }

  private static void assertRefused(Cnb cnb, String config, String message, boolean alone) throws Exception {
    if (alone) {
      dev.ingot.buildpacks.kit.Files2.delete(cnb.app.resolve("conf"));
    }
    Files.writeString(cnb.app.resolve("nginx.conf"), config);
    cnb.restore("nginx");
    assertThat(cnb.build("nginx").output()).contains(message);
  }
}
