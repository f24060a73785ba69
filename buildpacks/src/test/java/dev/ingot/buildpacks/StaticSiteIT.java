package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticSiteIT {
  @TempDir Path root;

  @Test
  void sample_isServedWithTypesValidatorsAndWithoutHiddenFiles() throws Exception {
    var cnb = new Cnb(root, "static-site");
    assertThat(cnb.detect("static")).isZero();
    assertThat(cnb.detect("nodejs")).isEqualTo(100);
    Files.writeString(cnb.app.resolve("public/.secret"), "secret");
    Files.writeString(cnb.app.resolve("public/app.3f9c2ab1.js"), "1;\n".repeat(1000));
    var result = cnb.build("static");
    assertThat(result.code()).as(result.output()).isZero();
    try (var app = cnb.launch(Map.of())) {
      var page = app.get("/");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
      assertThat(page.headers().firstValue("X-App-Instance")).hasValue("3");
      assertThat(page.headers().firstValue("Last-Modified")).isEmpty();
      assertThat(app.get("/assets/site.css").headers().firstValue("Content-Type")).hasValue("text/css; charset=utf-8");
      var script = app.get("/app.3f9c2ab1.js", "Accept-Encoding", "gzip");
      assertThat(script.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
      assertThat(script.headers().firstValue("Content-Encoding")).hasValue("gzip");
      assertThat(app.get("/.secret").statusCode()).isEqualTo(404);
      assertThat(app.get("/assets/").statusCode()).as("no listing").isEqualTo(403);
      assertThat(app.get("/../../etc/passwd").statusCode()).isIn(400, 404);
      assertThat(app.get("/", "If-None-Match", page.headers().firstValue("ETag").orElseThrow()).statusCode()).isEqualTo(304);
    }
    var etag = etag(cnb);
    var nginx = Cnb.content(cnb.layers.resolve("static/nginx"));

    // The same size and, in an image, the same time: only the digest can tell.
    var index = cnb.app.resolve("public/index.html");
    Files.writeString(index, Files.readString(index).replace("Hello", "HELLO"));
    cnb.restore("static");
    assertThat(cnb.build("static").code()).isZero();
    assertThat(Cnb.content(cnb.layers.resolve("static/nginx"))).isEqualTo(nginx);
    try (var app = cnb.launch(Map.of())) {
      var page = app.get("/", "If-None-Match", etag);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("HELLO");
    }
  }

  @Test
  void pushState_password_andRootOutsideTheApp() throws Exception {
    var cnb = new Cnb(root, "static-site");
    Files.writeString(cnb.app.resolve("Staticfile"), "root: public\npushstate: enabled\nforce_https: true\n");
    Files.writeString(cnb.app.resolve("Staticfile.auth"), "joe:{PLAIN}secret\n");
    assertThat(cnb.build("static").code()).isZero();
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/deep/link").statusCode()).isEqualTo(401);
      var joe = "Basic " + java.util.Base64.getEncoder().encodeToString("joe:secret".getBytes());
      assertThat(app.get("/deep/link", "Authorization", joe).body()).contains("Hello from Ingot");
      assertThat(app.get("/", "X-Forwarded-Proto", "http").statusCode()).isEqualTo(301);
    }
    Files.writeString(cnb.app.resolve("Staticfile"), "root: ../..\n");
    assertThat(cnb.build("static").output()).contains("ERROR: The root '../..'");
  }

  @Test
  void singlePageApp_withHeadersPagesForStatusesAndIncludes() throws Exception {
    var cnb = new Cnb(root, "spa-static");
    Files.writeString(cnb.app.resolve("Staticfile"), Files.readString(cnb.app.resolve("Staticfile"))
        + "  404: /404.html\nssi: enabled\ndirectory: visible\nhttp_strict_transport_security_include_subdomains: true\nhttp_strict_transport_security_preload: true\n");
    Files.writeString(cnb.app.resolve("dist/404.html"), "own page");
    Files.writeString(cnb.app.resolve("dist/included.html"), "<!--#echo var=\"request_method\" -->");
    Files.createDirectories(cnb.app.resolve("dist/files/of"));
    assertThat(cnb.build("static").output()).doesNotContain("WARNING");
    try (var app = cnb.launch(Map.of())) {
      var deep = app.get("/deep/link");
      assertThat(deep.body()).contains("Single page");
      assertThat(deep.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000; includeSubDomains; preload");
      assertThat(deep.headers().firstValue("X-Sample")).hasValue("spa");
      assertThat(deep.headers().firstValue("X-App-Instance")).as("an include takes nothing away").hasValue("3");
      assertThat(app.get("/included.html").body()).isEqualTo("GET");
      assertThat(app.get("/files/").body()).contains("of/");
      assertThat(app.get("/.hidden").body()).contains("own page");
      assertThat(app.get("/.hidden").statusCode()).isEqualTo(404);
    }
    Files.writeString(cnb.app.resolve("nginx/conf/includes/headers.conf"), "no_such_directive on;");
    cnb.restore("static");
    assertThat(cnb.build("static").output()).contains("ERROR: Failed checking the site's configuration").contains("no_such_directive");
    Files.writeString(cnb.app.resolve("Staticfile"), "status_codes:\n  404: /x; return 200\n");
    assertThat(cnb.build("static").output()).contains("ERROR: The Staticfile names the page");
  }

  private static String etag(Cnb cnb) throws Exception {
    var config = Files.readString(cnb.layers.resolve("static/server/nginx.conf"));
    return config.lines().filter(line -> line.contains("$ingot_etag {")).findFirst().orElseThrow().replaceAll(".*200 '([^']+)'.*", "$1");
  }
}
