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
    assertThatThrownBy(() -> built("", "")).isInstanceOf(BuildFailure.class).hasMessageContaining("More than one executable jar, war or application").hasMessageContaining("BP_MAVEN_BUILT_MODULE");
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
    assertThat(gradle("", "")).isEqualTo(gradle);
  }

  @Test
  void war_needsNoMainClass() throws IOException {
    var war = Files.createDirectories(app.resolve("target")).resolve("shop.war");
    try (var out = new JarOutputStream(Files.newOutputStream(war))) {
      out.putNextEntry(new ZipEntry("WEB-INF/web.xml"));
    }
    assertThat(built("", "")).isEqualTo(war);
  }

  @Test
  void applicationOfGradle_isTaken_whereNoJarRunsAlone() throws IOException {
    var thin = jar("build/libs/app-1.0.jar", "");
    assertThatThrownBy(() -> gradle("", "")).hasMessageContaining("No executable jar and no war in the build/libs directories").hasMessageContaining("plugin application");
    zip("build/distributions/sources.zip", "src/Main.java", "lib/library.jar");
    assertThatThrownBy(() -> gradle("", "")).hasMessageContaining("No executable jar");
    var application = zip("build/distributions/app-1.0.zip", "app-1.0/bin/app", "app-1.0/lib/app-1.0.jar", "app-1.0/lib/library.jar");
    assertThat(gradle("", "")).isEqualTo(application);
    assertThat(gradle("build/distributions/app-*.zip", "")).isNotEqualTo(thin).satisfies(file -> assertThat(Artifact.isZip(file)).isTrue());

    jar("build/libs/app-1.0.jar", "Main");
    assertThat(gradle("", "")).as("a jar with a main class that needs the libraries beside it").isEqualTo(application);
    var fat = jar("build/libs/app-1.0-all.jar", "Main");
    zip("build/distributions/app-shadow-1.0.zip", "app-shadow-1.0/bin/app", "app-shadow-1.0/lib/app-1.0-all.jar");
    assertThat(gradle("", "")).as("a jar that runs alone").isEqualTo(fat);

    zip("worker/build/distributions/worker.zip", "worker/bin/worker", "worker/lib/worker.jar");
    assertThat(gradle("", "worker").getFileName()).hasToString("worker.zip");
    assertThat(Artifact.own(app, "build/libs")).containsExactlyInAnyOrder("app-1.0.jar", "app-1.0-all.jar");
    assertThatThrownBy(() -> gradle("*.zip", "")).hasMessageContaining("BP_GRADLE_BUILT_ARTIFACT");
  }

  @Test
  void twoApplications_mustBeToldApart() throws IOException {
    zip("web/build/distributions/web.zip", "web/bin/web", "web/lib/web.jar");
    zip("worker/build/distributions/worker.zip", "worker/bin/worker", "worker/lib/worker.jar");
    assertThatThrownBy(() -> gradle("", "")).hasMessageContaining("More than one").hasMessageContaining("BP_GRADLE_BUILT_MODULE");
  }

  private Path built(String pattern, String module) throws IOException {
    return Artifact.built(app, "MAVEN", "target", "", pattern, module);
  }

  private Path gradle(String pattern, String module) throws IOException {
    return Artifact.built(app, "GRADLE", "build/libs", "build/distributions", pattern, module);
  }

  private Path zip(String path, String... entries) throws IOException {
    var file = app.resolve(path);
    Files.createDirectories(file.getParent());
    try (var out = new java.util.zip.ZipOutputStream(Files.newOutputStream(file))) {
      for (var entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
      }
    }
    return file;
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
