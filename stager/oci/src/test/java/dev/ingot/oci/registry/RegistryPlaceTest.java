package dev.ingot.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryPlaceTest {
  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"https://Images.example.com/, https://images.example.com", "https://r.example:5000, https://r.example:5000", "http://127.0.0.1:5000, http://127.0.0.1:5000",
      "http://localhost:1/, http://localhost:1", "https://[2001:db8::1]:5000, https://[2001:db8::1]:5000"})
  void origin_isReadAndMadeTheSame(String text, String origin) {
    assertThat(RegistryPlace.origin(text)).isEqualTo(URI.create(origin));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://images.example.com", "http://127.0.0.1.evil.example", "https://user:secret@images.example.com", "https://images.example.com/team", "images.example.com",
      "https://", "ftp://images.example.com", "https://r?x=1", "https://r#x", "https:// r", ""})
  void whatIsNoOrigin_isRefused_withoutRepeatingIt(String text) {
    assertThatThrownBy(() -> RegistryPlace.origin(text)).isInstanceOf(IllegalArgumentException.class).message().doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Team", "../x", "a//b", "a b", "a/", "-a"})
  void prefix_isAPathOfRepositories(String text) {
    if (text.equals("a/")) {
      assertThat(RegistryPlace.prefix(text)).isEqualTo("a");
    } else {
      assertThatThrownBy(() -> RegistryPlace.prefix(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void credentials_areReadFromTheirFilesAndNotShown() throws IOException {
    Path password = Files.writeString(dir.resolve("password"), "s3cret\n");
    Credentials basic = RegistryPlace.credentials("jo", password, null);
    assertThat(basic).isEqualTo(new Credentials("jo", "s3cret"));
    assertThat(String.valueOf(basic)).doesNotContain("s3cret");
    assertThat(RegistryPlace.credentials("", null, password)).isEqualTo(Credentials.token("s3cret"));
    assertThat(RegistryPlace.credentials("", null, null)).isNull();
    Files.writeString(password, "two\nlines");
    assertThatThrownBy(() -> RegistryPlace.credentials("jo", password, null)).isInstanceOf(IOException.class).message().doesNotContain("lines\"", "two");
    Files.writeString(password, "x".repeat(100_000));
    assertThatThrownBy(() -> RegistryPlace.credentials("jo", password, null)).isInstanceOf(IOException.class);
    Files.delete(password);
    assertThatThrownBy(() -> RegistryPlace.credentials("jo", password, null)).isInstanceOf(IOException.class);
  }

  @Test
  void repositories_areBelowThePrefix_andKnowTheirRegistry() {
    var place = new RegistryPlace(URI.create("https://r.example:5000"), "team/ingot", null, "");
    RepositoryAddress address = place.repository("apps/a");
    assertThat(address).hasToString("https://r.example:5000/team/ingot/apps/a");
    assertThat(address.reference()).isEqualTo("r.example:5000/team/ingot/apps/a");
    assertThat(RepositoryAddress.parse(address.toString())).isEqualTo(address);
    assertThat(RepositoryAddress.parse("apps/a")).isEqualTo(new RepositoryAddress("", "apps/a")).hasToString("apps/a");
    assertThat(RepositoryAddress.parse("apps/a").own()).isTrue();
  }

  @Test
  void certificatesThatAreNone_areRefused() {
    assertThatThrownBy(() -> new RegistryPlace(URI.create("https://r.example"), "", null, "no certificate").open()).isInstanceOf(RegistryException.class)
        .hasMessageContaining("the certificate authorities given for the registry cannot be read");
  }
}
