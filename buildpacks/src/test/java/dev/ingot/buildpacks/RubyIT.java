package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Files2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RubyIT {
  @TempDir Path root;

  @Test
  void sinatra_runsOnDebiansGemsOfAnAptfile() throws Exception {
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
    assertThat(cnb.build("ruby").output()).contains("there is no Gemfile.lock", "Bundle complete!");
    assertThat(Cnb.content(cnb.layers.resolve("ruby/ruby"))).isEqualTo(ruby);
    assertThat(Cnb.content(cnb.layers.resolve("ruby/gems"))).as("the same gems make the same layer").isEqualTo(gems);

    Files.deleteIfExists(cnb.app.resolve("Gemfile.lock"));
    Files.writeString(cnb.app.resolve("Gemfile"), "gem 'shout'\n");
    refused(cnb, "gems are missing here, so Bundler fetches them", "(`bundle cache` fills vendor/cache)");
    cnb.restore("ruby");
    Files.writeString(cnb.app.resolve("Gemfile"), "ruby '2.7.8'\n");
    assertThat(cnb.build("ruby").output()).contains("ERROR: The app wants Ruby ==2.7.8 (the Gemfile), but Ruby here is Debian's, 3.");
  }

  @Test
  void vendoredGems_areInstalledOffline_withTheirPartsInC() throws Exception {
    var cnb = new Cnb(root, "ruby-vendored");
    Command.of(cnb.app, "./vendor.sh").capture("packing gems");
    var cache = cnb.app.resolve("vendor/cache");
    assertThat(cnb.detect("ruby")).isZero();
    var first = cnb.build("ruby");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(first.output()).contains("Installing sinatra 3.").contains("Installing rack 2.").contains("web: bundle exec puma").doesNotContain("gems are missing here");
    assertThat(Files2.list(cnb.layers.resolve("ruby/gems/gems"))).extracting(dir -> dir.getFileName().toString()).filteredOn(name -> name.matches("(sinatra|rack|puma|nio4r|tilt)-[0-9].*")).hasSize(5);
    Files.move(cache, root.resolve("aside"));
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).isEqualTo("Hello from vendored gems\n");
      assertThat(app.stop()).isIn(0, 143);
    }
    Files.move(root.resolve("aside"), cache);
    var gems = Cnb.content(cnb.layers.resolve("ruby/gems"));

    cnb.restore("ruby");
    Files.writeString(cnb.app.resolve("app.rb"), Files.readString(cnb.app.resolve("app.rb")).replace("vendored gems\\n", "#{shout}\\n"));
    assertThat(cnb.build("ruby").output()).contains("gems are unchanged").doesNotContain("bundle install");
    assertThat(Cnb.content(cnb.layers.resolve("ruby/gems"))).isEqualTo(gems);

    var tilt = Files2.list(cache).stream().filter(file -> file.getFileName().toString().startsWith("tilt-")).findFirst().orElseThrow();
    var kept = Files.readAllBytes(tilt);
    Files.delete(tilt);
    refused(cnb, "tilt", "vendor/cache does not hold all gems that are needed: run `bundle cache");
    Files.write(tilt, new byte[] {1, 2, 3});
    refused(cnb, "tilt-", "A gem of vendor/cache cannot be installed");
    Files.write(tilt, kept);
    edit(cnb.app.resolve("Gemfile"), "gem \"sinatra\"", "gem \"shout\"\ngem \"sinatra\"");
    refused(cnb, "* shout", "Gemfile.lock does not fit the Gemfile, and a build does not change it: run `bundle lock` and `bundle cache");

    Files.copy(shout(cnb), cache.resolve("shout-1.0.0.gem"));
    edit(cnb.app.resolve("Gemfile.lock"), "    sinatra (3", "    shout (1.0.0)\n    sinatra (3");
    edit(cnb.app.resolve("Gemfile.lock"), "  sinatra\n", "  shout\n  sinatra\n");
    edit(cnb.app.resolve("app.rb"), "require 'sinatra/base'", "require 'sinatra/base'\nrequire 'shout'");
    var puma = puma(cnb);
    if (puma.isPresent()) {
      for (var compiled : Files2.list(cache).stream().filter(file -> file.getFileName().toString().startsWith("puma-")).toList()) {
        Files.delete(compiled);
      }
      Files.copy(puma.get(), cache.resolve(puma.get().getFileName()));
      Files.writeString(cnb.app.resolve("Gemfile.lock"), Files.readString(cnb.app.resolve("Gemfile.lock")).replaceFirst("puma \\([^)]*\\)", "puma (" + puma.get().getFileName().toString().replaceAll("puma-|\\.gem", "") + ")"));
    }
    cnb.restore("ruby");
    var built = cnb.build("ruby");
    assertThat(built.code()).as(built.output()).isZero();
    assertThat(built.output()).contains("Installing shout 1.0.0 with native extensions");
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).isEqualTo("Hello from LOUD\n");
    }
    assumeThat(puma).as("Puma's source at the mirror of Debian's packages").isPresent();
    assertThat(built.output()).containsPattern("Installing puma [0-9.]+ with native extensions");
  }

  @Test
  void rails_runsAsAnybody_withCompiledAssets_andItsLogOnStdout() throws Exception {
    var cnb = new Cnb(root, "ruby-rails");
    assertThat(cnb.build("apt").code()).isZero();
    var elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Files.createSymbolicLink(cnb.app.resolve("log"), elsewhere);
    var built = cnb.build("ruby");
    assertThat(built.code()).as(built.output()).isZero();
    assertThat(Files.getPosixFilePermissions(elsewhere)).as("behind a link").doesNotContain(PosixFilePermission.OTHERS_WRITE);
    assertThat(built.output()).contains("bundle exec rails assets:precompile").contains("web: bundle exec rails server");
    assertThat(cnb.app.resolve("tmp/cache/assets")).doesNotExist();
    try (var app = cnb.launch(Map.of())) {
      var page = app.get("/");
      assertThat(page.body()).contains("Hello from Rails, visit 1");
      var css = page.body().replaceFirst("(?s).*href=\"(/assets/application-[0-9a-f]+\\.css)\".*", "$1");
      assertThat(app.get(css).body()).contains("green");
      assertThat(app.get("/", "Cookie", page.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "")).body()).contains("visit 2");
      assertThat(app.stop()).isIn(0, 1, 143);
      assertThat(Files.readString(app.log())).contains("Started GET \"/\"");
    }
    var key = cnb.layers.resolve("ruby/rails/exec.d/secret-key-base");
    assertThat(Cnb.runExecD(key, Map.of())).matches("SECRET_KEY_BASE = \"[0-9a-f]{128}\"\n");
    assertThat(Cnb.runExecD(key, Map.of("SECRET_KEY_BASE", "mine"))).isEmpty();
    Files.writeString(cnb.app.resolve("config/secrets.yml"), "production:\n  secret_key_base: mine\n");
    assertThat(Cnb.runExecD(key, Map.of())).isEmpty();
  }

  private static void edit(Path file, String from, String to) throws IOException {
    var text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private static void refused(Cnb cnb, String... words) throws IOException {
    cnb.restore("ruby");
    var result = cnb.build("ruby");
    assertThat(result.code()).as(result.output()).isEqualTo(1);
    assertThat(result.output()).contains("ERROR: Failed installing gems").contains(words).doesNotContain("Exception in");
  }

  /** A gem of ours with a part in C. */
  private Path shout(Cnb cnb) throws Exception {
    var gem = Files.createDirectories(root.resolve("gem"));
    Files.createDirectories(gem.resolve("ext/shout"));
    Files.writeString(gem.resolve("shout.gemspec"), """
        Gem::Specification.new { |s| s.name = 'shout'; s.version = '1.0.0'; s.summary = 's'; s.authors = ['a']; s.files = Dir['ext/**/*']; s.extensions = ['ext/shout/extconf.rb'] }
        """);
    Files.writeString(gem.resolve("ext/shout/extconf.rb"), "require 'mkmf'\ncreate_makefile('shout')\n");
    Files.writeString(gem.resolve("ext/shout/shout.c"), "#include <ruby.h>\nstatic VALUE loud(VALUE self) { return rb_str_new_cstr(\"LOUD\"); }\nvoid Init_shout(void) { rb_define_global_function(\"shout\", loud, 0); }\n");
    return packed(cnb, gem, "shout");
  }

  /** Puma as its authors publish it, out of Debian's source package; empty where the mirror has no sources. */
  private Optional<Path> puma(Cnb cnb) throws Exception {
    var apt = Files.createDirectories(root.resolve("apt"));
    try {
      Command.of(apt, "/bin/sh", "-euc", """
          . /etc/os-release
          mkdir -p lists/partial cache/archives/partial source
          apt-get indextargets --format 'deb-src $(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' | sort -u > sources.list
          own="-qq -o Dir::State::lists=$PWD/lists -o Dir::Cache=$PWD/cache -o Dir::Etc::sourcelist=$PWD/sources.list -o Dir::Etc::sourceparts=/dev/null -o APT::Sandbox::User="
          apt-get $own update
          apt-get $own source --download-only --tar-only "puma/$VERSION_CODENAME"
          tar -xf puma_*.orig.tar.* -C source --strip-components=1
          # Its specification takes the files that git knows.
          git -C source -c init.defaultBranch=main init -q
          git -C source add .
          """).capture("fetching Puma's source");
    } catch (BuildFailure none) {
      System.out.println("NOT TESTED: gems compiled from Puma's source, because " + none.getMessage());
      return Optional.empty();
    }
    return Optional.of(packed(cnb, apt.resolve("source"), "puma"));
  }

  /** By Ruby's own tool. */
  private static Path packed(Cnb cnb, Path gem, String name) throws Exception {
    var layer = cnb.layers.resolve("ruby/ruby");
    Command.of(gem, layer.resolve("bin/gem").toString(), "build", name + ".gemspec").path(layer.resolve("bin")).env(Map.of("RUBYLIB", Files.readString(layer.resolve("env/RUBYLIB.prepend")), "LD_LIBRARY_PATH",
        Files.readString(layer.resolve("env/LD_LIBRARY_PATH.prepend")), "GEM_PATH", Files.readString(layer.resolve("env/GEM_PATH.prepend")))).capture("gem build");
    return Files2.list(gem).stream().filter(file -> file.toString().endsWith(".gem")).findFirst().orElseThrow();
  }
}
