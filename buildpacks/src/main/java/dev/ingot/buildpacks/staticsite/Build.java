package dev.ingot.buildpacks.staticsite;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
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
    var scratch = Files.createTempDirectory("ingot-static");
    Layer nginx;
    try {
      nginx = Nginx.install(context, Freshness.daily(), scratch);
    } finally {
      Files2.delete(scratch);
    }
    var server = context.layer("server").types(Layer.Type.LAUNCH).clear();
    Files.writeString(server.dir().resolve("nginx.conf"), NginxConfig.of(site, context.app(), nginx.dir().resolve("mime.types"), digest(site)));
    server.script("bin", "serve-static", NginxConfig.resource("serve-static.sh").replace("@CONF@", server.dir().resolve("nginx.conf").toString()));
    var relative = context.app().relativize(site.root()).toString();
    context.log().info("serving " + (relative.isEmpty() ? "the app's directory" : relative));
    context.launch().process("web", List.of("serve-static"), List.of());
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
