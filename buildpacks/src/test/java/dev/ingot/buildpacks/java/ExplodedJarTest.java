package dev.ingot.buildpacks.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplodedJarTest {
  @TempDir Path app;

  @Test
  void layersIndex_givesAllLayersButTheLast_withSpecialCharactersEscaped() {
    assertThat(ExplodedJar.layers("""
        - "dependencies":
          - "BOOT-INF/lib/a[1].jar"
          - "BOOT-INF/lib/b.jar"
        - "spring-boot-loader":
          - "org/"
        - "snapshot-dependencies":
        - "application":
          - "BOOT-INF/classes/"
        """.lines().toList())).containsExactly(List.of("BOOT-INF/lib/a\\[1].jar", "BOOT-INF/lib/b.jar"), List.of("org"));
  }

  @Test
  void plainJar_startsItsMainClass_withItsClassPath() throws Exception {
    manifest("Main-Class: a.Main\nClass-Path: lib/x.jar lib/y.jar\n");
    assertThat(ExplodedJar.read(app).arguments()).containsExactly("-cp", ".:lib/x.jar:lib/y.jar", "a.Main");
    assertThat(ExplodedJar.read(app).slices()).isEmpty();
  }

  @Test
  void springBootJar_startsWithoutTheLoader_inTheOrderOfItsIndex() throws Exception {
    manifest("Main-Class: loader.Launcher\nStart-Class: a.App\nSpring-Boot-Classes: BOOT-INF/classes/\nSpring-Boot-Lib: BOOT-INF/lib/\nSpring-Boot-Classpath-Index: BOOT-INF/classpath.idx\n");
    Files.writeString(Files.createDirectories(app.resolve("BOOT-INF")).resolve("classpath.idx"), "- \"BOOT-INF/lib/z.jar\"\n- \"BOOT-INF/lib/a.jar\"\n");
    assertThat(ExplodedJar.read(app).arguments()).containsExactly("-cp", "BOOT-INF/classes/:BOOT-INF/lib/z.jar:BOOT-INF/lib/a.jar", "a.App");
    assertThat(ExplodedJar.read(app).slices()).first().isEqualTo(List.of("BOOT-INF/lib"));
  }

  @Test
  void libraryJar_isRefused() throws Exception {
    manifest("Created-By: x\n");
    assertThatThrownBy(() -> ExplodedJar.read(app)).isInstanceOf(BuildFailure.class).hasMessageContaining("no Main-Class");
  }

  @Test
  void proxyVariables_becomeJavaOptions() {
    assertThat(Proxy.options(new Settings(Map.of("HTTPS_PROXY", "http://u:p@proxy.test:3128", "no_proxy", "localhost,.corp.test"))))
        .containsExactly("-Dhttps.proxyHost=proxy.test", "-Dhttps.proxyPort=3128", "-Dhttp.nonProxyHosts=localhost|*.corp.test");
    assertThatThrownBy(() -> Proxy.options(new Settings(Map.of("http_proxy", "http://u:sec ret@")))).hasMessageNotContaining("sec ret").hasMessageContaining("http_proxy");
  }

  @Test
  void mirrorOfCentral_inTheUsersSettings_isFound_andCommentsAreNot() throws Exception {
    var settings = Files.createDirectories(app.resolve(".m2")).resolve("settings.xml");
    Files.writeString(settings, "<settings><mirrors><!-- <mirror><mirrorOf>*</mirrorOf><url>http://old.test</url></mirror> -->"
        + "<mirror><url>http://other.test</url><mirrorOf>jboss</mirrorOf></mirror><mirror><url> http://m.test/maven </url><mirrorOf>central</mirrorOf></mirror></mirrors></settings>");
    var found = MavenRepository.find(new Settings(Map.of("HOME", app.toString())));
    assertThat(found.address()).hasValue("http://m.test/maven");
    assertThat(found.arguments(app)).as("Maven finds the user's settings itself").doesNotContain("-s").contains("-gs");
    assertThat(app.resolve("settings.xml")).content().contains("<mirrorOf>central</mirrorOf><url>http://m.test/maven</url>");
    Files.writeString(settings, "<settings><mirrors><mirror><id>blocker</id><mirrorOf>external:http:*</mirrorOf><url>http://0.0.0.0/</url><blocked>true</blocked></mirror></mirrors></settings>");
    assertThat(MavenRepository.find(new Settings(Map.of("INGOT_MAVEN_SETTINGS", settings.toString()))).address()).as("a mirror of something else").isEmpty();
    assertThatThrownBy(() -> MavenRepository.find(new Settings(Map.of("HOME", "/nowhere"))).requiredAddress()).hasMessageContaining("INGOT_MAVEN_REPOSITORY");
  }

  private void manifest(String lines) throws Exception {
    Files.writeString(Files.createDirectories(app.resolve("META-INF")).resolve("MANIFEST.MF"), "Manifest-Version: 1.0\n" + lines);
  }
}
