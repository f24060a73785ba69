package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.buildpacks.kit.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RubyIT {
  @TempDir Path root;

  @Test
  void sinatra_runsOnDebiansGems_andVendoredGemsAreInstalledOffline() throws Exception {
    var cnb = new Cnb(root, "ruby-sinatra");
    assertThat(cnb.detect("apt")).isZero();
    assertThat(cnb.detect("ruby")).isZero();
    assertThat(cnb.build("apt").code()).isZero();
    var first = cnb.build("ruby");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(first.output()).contains("web: bundle exec puma");
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/users/joe").body()).isEqualTo("joe\n");
      assertThat(app.get("/").headers().firstValue("X-App-Instance")).hasValue("3");
      assertThat(app.stop()).as("puma itself gets the signal").isIn(0, 143);
    }
    var ruby = Cnb.content(cnb.layers.resolve("ruby/ruby"));
    var gems = Cnb.content(cnb.layers.resolve("ruby/gems"));

    cnb.push("ruby-sinatra");
    cnb.restore("apt");
    cnb.restore("ruby");
    Files.writeString(cnb.app.resolve("app.rb"), Files.readString(cnb.app.resolve("app.rb")).replace("Hello from Ingot", "Changed"));
    assertThat(cnb.build("apt").output()).contains("(from the cache)");
    assertThat(cnb.build("ruby").output()).contains("gems are unchanged").doesNotContain("bundle install");
    assertThat(Cnb.content(cnb.layers.resolve("ruby/ruby"))).isEqualTo(ruby);
    assertThat(Cnb.content(cnb.layers.resolve("ruby/gems"))).isEqualTo(gems);

    vendored(cnb);
    cnb.restore("ruby");
    Files.writeString(cnb.app.resolve("Gemfile"), "ruby '2.7.8'\n");
    assertThat(cnb.build("ruby").output()).contains("ERROR: The app wants Ruby ==2.7.8 (the Gemfile), but Ruby here is Debian's, 3.");
  }

  /** A gem of ours, packed by Ruby's own tool, with a part in C. */
  private void vendored(Cnb cnb) throws Exception {
    var gem = Files.createDirectories(root.resolve("gem"));
    Files.createDirectories(gem.resolve("ext/shout"));
    Files.writeString(gem.resolve("shout.gemspec"), """
        Gem::Specification.new { |s| s.name = 'shout'; s.version = '1.0.0'; s.summary = 's'; s.authors = ['a']; s.files = Dir['ext/**/*']; s.extensions = ['ext/shout/extconf.rb'] }
        """);
    Files.writeString(gem.resolve("ext/shout/extconf.rb"), "require 'mkmf'\ncreate_makefile('shout')\n");
    Files.writeString(gem.resolve("ext/shout/shout.c"), "#include <ruby.h>\nstatic VALUE loud(VALUE self) { return rb_str_new_cstr(\"LOUD\"); }\nvoid Init_shout(void) { rb_define_global_function(\"shout\", loud, 0); }\n");
    var layer = cnb.layers.resolve("ruby/ruby");
    Command.of(gem, layer.resolve("bin/gem").toString(), "build", "shout.gemspec").path(layer.resolve("bin")).env(Map.of("RUBYLIB", Files.readString(layer.resolve("env/RUBYLIB.prepend")), "LD_LIBRARY_PATH",
        Files.readString(layer.resolve("env/LD_LIBRARY_PATH.prepend")), "GEM_PATH", Files.readString(layer.resolve("env/GEM_PATH.prepend")))).capture("gem build");
    cnb.push("ruby-sinatra");
    Files.writeString(cnb.app.resolve("Gemfile"), "gem 'puma'\ngem 'shout'\ngem 'sinatra'\n");
    var lock = Files.readString(cnb.app.resolve("Gemfile.lock"));
    Files.writeString(cnb.app.resolve("Gemfile.lock"), lock.replace("    sinatra (3", "    shout (1.0.0)\n    sinatra (3").replace("  sinatra\n", "  shout\n  sinatra\n"));
    Files.writeString(cnb.app.resolve("app.rb"), "require 'shout'\n" + Files.readString(cnb.app.resolve("app.rb")).replace("Hello from Ingot", "#{shout}"));
    cnb.restore("ruby");
    var missing = cnb.build("ruby");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.output()).contains("ERROR: Failed installing gems").contains("vendor/cache").doesNotContain("Exception in");

    Files.copy(gem.resolve("shout-1.0.0.gem"), Files.createDirectories(cnb.app.resolve("vendor/cache")).resolve("shout-1.0.0.gem"));
    cnb.restore("ruby");
    var built = cnb.build("ruby");
    assertThat(built.code()).as(built.output()).isZero();
    assertThat(built.output()).contains("Installing shout 1.0.0 with native extensions");
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).isEqualTo("LOUD\n");
    }
  }
}
