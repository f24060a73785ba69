package dev.ingot.buildpacks.nodejs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Log;
import dev.ingot.buildpacks.kit.Settings;
import dev.ingot.buildpacks.nodejs.PackageManager.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageManagerTest {
  @TempDir Path app;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "package-lock.json | {} | NPM | `` ",
      "yarn.lock | # yarn lockfile v1 | YARN_CLASSIC | ^1.22.0",
      "yarn.lock | __metadata: @version: 6 | YARN | ^3.0.0",
      "yarn.lock | __metadata: @version: 8 | YARN | ^4.0.0",
      "pnpm-lock.yaml | lockfileVersion: 5.4 | PNPM | ^7.0.0",
      "pnpm-lock.yaml | lockfileVersion: '6.0' | PNPM | ^8.0.0",
      "pnpm-lock.yaml | lockfileVersion: '9.0' | PNPM | ^10.0.0"})
  void lockFile_tellsToolAndLine(String file, String text, Kind kind, String range) throws IOException {
    Files.writeString(app.resolve(file), text.replace("@", "\n  "));
    var manager = of("{}");
    assertThat(manager.kind()).isEqualTo(kind);
    assertThat(manager.range()).isEqualTo(range.strip());
    assertThat(manager.lockFile()).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "pnpm@10.1.0 | PNPM | 10.1.0", "yarn@4.5.3+sha224.abc | YARN | 4.5.3", "yarn@1.22.22 | YARN_CLASSIC | 1.22.22", "npm@10.9.0 | NPM | 10.9.0"})
  void fieldPackageManager_wins(String field, Kind kind, String range) throws IOException {
    Files.writeString(app.resolve("package-lock.json"), "{}");
    var manager = of("{\"packageManager\": \"" + field + "\"}");
    assertThat(manager.kind()).isEqualTo(kind);
    assertThat(manager.range()).isEqualTo(range);
  }

  @Test
  void twoLockFiles_areWarnedOf_andNothingAtAllIsNpm() throws IOException {
    assertThat(of("{}").kind()).isEqualTo(Kind.NPM);
    Files.writeString(app.resolve("package-lock.json"), "{}");
    Files.writeString(app.resolve("yarn.lock"), "");
    assertThat(of("{}").kind()).isEqualTo(Kind.NPM);
    assertThat(log.toString()).contains("lock files of several package managers").contains("npm is used");
  }

  @Test
  void ownProgram_mustBeInTheApp() throws IOException {
    Files.writeString(app.resolve("yarn.lock"), "__metadata:\n  version: 8\n");
    Files.writeString(app.resolve(".yarnrc.yml"), "nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn-4.1.0.cjs\n");
    assertThatThrownBy(() -> of("{}")).isInstanceOf(BuildFailure.class).hasMessageContaining("is not in the app's directory");
    var program = Files.writeString(Files.createDirectories(app.resolve(".yarn/releases")).resolve("yarn-4.1.0.cjs"), "");
    assertThat(of("{}").own()).contains(program);
    Files.writeString(app.resolve(".yarnrc.yml"), "yarnPath: ../../etc/passwd\n");
    assertThatThrownBy(() -> of("{}")).hasMessageContaining("../../etc/passwd");
  }

  @Test
  void fieldThatIsNoVersion_isRefused() {
    assertThatThrownBy(() -> of("{\"packageManager\": \"pnpm\"}")).isInstanceOf(BuildFailure.class).hasMessageContaining("'pnpm', which is not name@version");
  }

  private PackageManager of(String json) throws IOException {
    return PackageManager.of(new BuildContext(app, app, app, new Settings(Map.of()), new Log(new PrintStream(log))), PackageJson.parse(json));
  }
}
