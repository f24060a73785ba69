package dev.ingot.buildpacks.staticsite;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import dev.ingot.buildpacks.kit.nginx.Nginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The entry of {@code bin/build}. */
public final class Build implements Buildpack {
  public static void main(String[] args) {
    Buildpack.main(args, new Build());
  }

  @Override
  public void build(BuildContext context) throws IOException {
    var site = Site.of(context);
    context.log().step("Installing nginx");
    var nginx = Nginx.install(context, Freshness.daily(), List.of());
    var server = context.layer("server").types(Layer.Type.LAUNCH).clear();
    var config = Files.writeString(server.dir().resolve("nginx.conf"), NginxConfig.of(site, context.app(), nginx.settings().resolve("mime.types"), digest(site)));
    check(nginx, config);
    server.script("bin", "serve-static", NginxConfig.resource("serve-static.sh").replace("@CONF@", config.toString()));
    var relative = context.app().relativize(site.root()).toString();
    context.log().info("serving " + (relative.isEmpty() ? "the app's directory" : relative));
    context.launch().process("web", List.of("serve-static"), List.of());
  }

  private static void check(Nginx nginx, Path config) throws IOException {
    var scratch = Files.createTempDirectory("ingot-static");
    try {
      var filled = Files.readString(config).replace("@PORT@", "8080").replace("@TMP@", scratch.toString()).replace("@ACCESS@", "off").replace("@INDEX@", "0");
      nginx.check(Files.writeString(scratch.resolve("nginx.conf"), filled), scratch, "the site's configuration (Staticfile and files that location_include names)");
    } finally {
      Files2.delete(scratch);
    }
  }

  private static String digest(Site site) throws IOException {
    var parts = new ArrayList<String>();
    try (var files = Files.walk(site.root())) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        parts.add(site.root().relativize(file).toString());
        parts.add(HexFormat.of().formatHex(Digests.file(file, "SHA-256")));
      }
    }
    return Digests.key(parts.toArray(String[]::new));
  }
}
