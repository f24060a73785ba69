package dev.ingot.cell.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.cell.bundle.ImageUser;
import dev.ingot.oci.image.ImageConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswdTest {
  @TempDir Path dir;
  private Path top;
  private LocalImage image;

  @BeforeEach
  void layers() throws IOException {
    top = Files.createDirectory(dir.resolve("top"));
    Path bottom = Files.createDirectories(dir.resolve("bottom/etc")).getParent();
    Files.writeString(bottom.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nweb:x:1234:1235:w:/home/web:/bin/sh\n12:x:99:98::/h12:\nbroken\n");
    Files.writeString(bottom.resolve("etc/group"), "root:x:0:\nweb:x:1235:\nextra:x:1300:web,other\nops:x:1400:other\n");
    image = new LocalImage(ImageConfig.empty("amd64", "linux"), List.of("t", "b"), List.of(top, bottom));
  }

  @Test
  void users_areFoundByNameAndNumber() throws IOException {
    assertThat(Passwd.user(image, "")).isEqualTo(new ImageUser(0, 0, List.of(), "/root"));
    assertThat(Passwd.user(image, "web")).isEqualTo(new ImageUser(1234, 1235, List.of(1300), "/home/web"));
    assertThat(Passwd.user(image, "1234")).isEqualTo(new ImageUser(1234, 1235, List.of(1300), "/home/web"));
    assertThat(Passwd.user(image, "web:ops")).isEqualTo(new ImageUser(1234, 1400, List.of(), "/home/web"));
    assertThat(Passwd.user(image, "web:7")).isEqualTo(new ImageUser(1234, 7, List.of(), "/home/web"));
    assertThat(Passwd.user(image, "12")).isEqualTo(new ImageUser(99, 98, List.of(), "/h12"));
    assertThat(Passwd.user(image, "4711")).isEqualTo(new ImageUser(4711, 0, List.of(), "/"));
  }

  @Test
  void unknownNames_areErrors() {
    assertThatThrownBy(() -> Passwd.user(image, "nobody")).isInstanceOf(IOException.class).hasMessageContaining("'nobody'");
    assertThatThrownBy(() -> Passwd.user(image, "web:nobody")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Passwd.user(image, "-1")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Passwd.user(image, "99999999999")).isInstanceOf(IOException.class);
  }

  @Test
  void linkInTheImage_isNotFollowedOutOfIt() throws IOException {
    Files.createDirectory(top.resolve("etc"));
    Files.createSymbolicLink(top.resolve("etc/passwd"), Path.of("/etc/passwd"));
    assertThatThrownBy(() -> Passwd.user(image, "daemon")).isInstanceOf(IOException.class);
    assertThat(Passwd.user(image, "")).isEqualTo(new ImageUser(0, 0, List.of(), "/"));
  }
}
