package dev.ingot.buildpacks.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationDirectoryTest {
  @TempDir Path app;

  @Test
  void librariesAreASlice_withoutTheProjectsOwnJars() throws IOException {
    file("bin/shop.bat", "");
    file("bin/shop", "APP_HOME=`pwd -P`\nCLASSPATH=$APP_HOME/lib/shop-1.0.jar:$APP_HOME/lib/core-1.0.jar:$APP_HOME/lib/a[1].jar\n");
    for (var name : new String[] {"shop-1.0.jar", "core-1.0.jar", "a[1].jar", "z.jar", "readme.txt"}) {
      file("lib/" + name, "");
    }
    assertThat(ApplicationDirectory.isIn(app)).isTrue();
    var built = ApplicationDirectory.read(app, Set.of("core-1.0.jar", "tests.jar"));
    assertThat(built.slice()).containsExactly("lib/a\\[1].jar", "lib/z.jar");
    assertThat(built.words()).containsExactly(app.resolve("bin/shop").toString());
    assertThat(app.resolve("bin/shop")).isExecutable();
    assertThat(ApplicationDirectory.read(app, Set.of()).own()).as("when it was pushed").containsExactly("shop-1.0.jar");

    // As Debian's Gradle writes it.
    file("bin/shop", "CLASSPATH=$APP_HOME/lib/shop-1.0.jar\nif $JAVACMD --add-opens java.base/java.lang=ALL-UNNAMED -version ; then\n");
    ApplicationDirectory.read(app, Set.of());
    assertThat(app.resolve("bin/shop")).hasContent("CLASSPATH=$APP_HOME/lib/shop-1.0.jar\nif true ; then\n");

    // As Gradle writes it since 8.
    file("bin/shop", "CLASSPATH=\"\\\\\\\"\\\\\\\"\"\nCLASSPATH=\"$APP_HOME/lib/shop-1.0.jar:$APP_HOME/lib/z.jar\"\n");
    assertThat(ApplicationDirectory.read(app, Set.of()).own()).containsExactly("shop-1.0.jar");
  }

  @Test
  void otherDirectoriesWithPrograms_areNotOne_andSeveralScriptsAreRefused() throws IOException {
    file("bin/rails", "");
    file("lib/driver.jar", "");
    assertThat(ApplicationDirectory.isIn(app)).as("no twin for Windows").isFalse();
    file("bin/rails.bat", "");
    assertThat(ApplicationDirectory.isIn(app)).isTrue();
    file("bin/other", "");
    file("bin/other.bat", "");
    assertThat(ApplicationDirectory.isIn(app)).isFalse();
    assertThatThrownBy(() -> ApplicationDirectory.read(app, Set.of())).hasMessageContaining("several start scripts, [bin/other, bin/rails]");
    Files.delete(app.resolve("lib/driver.jar"));
    Files.delete(app.resolve("bin/other"));
    assertThat(ApplicationDirectory.isIn(app)).isFalse();
  }

  private void file(String path, String text) throws IOException {
    Files.createDirectories(app.resolve(path).getParent());
    Files.writeString(app.resolve(path), text);
  }
}
