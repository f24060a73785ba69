package dev.ingot.buildpacks.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactTest {
  @TempDir Path app;

  @Test
  void moduleThatIsNamed_isTheOneThatRuns() throws IOException {
    jar("api/target/api.jar", "Api");
    var web = jar("web/target/web.jar", "Web");
    assertThatThrownBy(() -> built("", "")).isInstanceOf(BuildFailure.class).hasMessageContaining("More than one executable jar or war").hasMessageContaining("BP_MAVEN_BUILT_MODULE");
    assertThat(built("", "web")).isEqualTo(web);
    assertThat(built("web/target/*.jar", "")).isEqualTo(web);
    assertThatThrownBy(() -> built("", "../other")).hasMessageContaining("is not a directory of the project");
    assertThatThrownBy(() -> built("", "lib")).hasMessageContaining("is not a directory of the project");
    assertThatThrownBy(() -> built("[", "")).hasMessageContaining("is not a pattern of file names");
  }

  @Test
  void libraries_andWhatOnlyLooksLikeAJar_doNotCount() throws IOException {
    jar("target/library.jar", "");
    Files.writeString(app.resolve("target/broken.jar"), "not a zip");
    assertThatThrownBy(() -> built("", "")).hasMessageContaining("No executable jar and no war in the target directories");
    var gradle = jar("build/libs/app.jar", "Main");
    jar("build/libs/app-plain.jar", "");
    assertThat(Artifact.built(app, "GRADLE", "build/libs", "", "")).isEqualTo(gradle);
  }

  @Test
  void war_needsNoMainClass() throws IOException {
    var war = Files.createDirectories(app.resolve("target")).resolve("shop.war");
    try (var out = new JarOutputStream(Files.newOutputStream(war))) {
      out.putNextEntry(new ZipEntry("WEB-INF/web.xml"));
    }
    assertThat(built("", "")).isEqualTo(war);
  }

  private Path built(String pattern, String module) throws IOException {
    return Artifact.built(app, "MAVEN", "target", pattern, module);
  }

  private Path jar(String path, String main) throws IOException {
    var file = app.resolve(path);
    Files.createDirectories(file.getParent());
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!main.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
    }
    new JarOutputStream(Files.newOutputStream(file), manifest).close();
    return file;
  }
}
